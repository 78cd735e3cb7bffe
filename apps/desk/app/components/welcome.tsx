import { useDeskState } from '../use-desk.ts';

/** What stands in the middle while no ticket is open. */
export function Welcome() {
  const { installation, list } = useDeskState();
  return (
    <div className="welcome">
      <h2>{installation === null ? 'The desk is empty' : list === null ? 'Loading tickets …' : 'Open a ticket'}</h2>
      {installation === null ? (
        <p>No installation has been created yet. “npm start” makes the sample one.</p>
      ) : (
        <>
          <p>Beside the conversation runs the real Deskgraph sidebar: the page and the code that Zendesk loads, over the same protocol.</p>
          <ul>
            <li>Choose “Suggest reply” for a draft with its sources, and insert it into the reply.</li>
            <li>A new ticket is sent to Deskgraph by a signed webhook, and is tagged before you open it.</li>
            <li>Nothing you do here reaches a customer.</li>
          </ul>
        </>
      )}
    </div>
  );
}
