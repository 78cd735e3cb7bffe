/** Address of the Worker; packaging writes the real one here. */
export const WORKER_URL = 'https://deskgraph.example.com';
