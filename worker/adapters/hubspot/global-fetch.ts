/** Stands in the bundle for `node-fetch`, which the generated clients name and never use here: they send through `hubspotRest`. */
export default (...request: Parameters<typeof fetch>): Promise<Response> => fetch(...request);
