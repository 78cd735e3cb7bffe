/** What Zendesk lets no app do for an administrator, and why it matters. */
export function ByHand() {
  return (
    <details>
      <summary>What only you can do in Zendesk</summary>
      <ul>
        <li>
          <strong>Order of triggers.</strong> Deskgraph’s tags reach your own triggers on the next change of the ticket. If a trigger of yours sorts new tickets
          by tag, let it run on “ticket is updated” too: tags come a second or two after the ticket.
        </li>
        <li>
          <strong>Who sees the app.</strong> In Admin Center, under Apps, you can limit Deskgraph to roles and groups. Until you do, every agent sees the
          sidebar; only administrators can open this console.
        </li>
        <li>
          <strong>Uninstalling.</strong> Disconnect below before you remove the app in Zendesk: after that Deskgraph has no access to take its webhook and
          triggers away.
        </li>
      </ul>
    </details>
  );
}
