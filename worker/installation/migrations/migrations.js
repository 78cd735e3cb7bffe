import journal from './meta/_journal.json';
import m0000 from './0000_initial.sql';
import m0001 from './0001_knowledge.sql';
import m0002 from './0002_governance.sql';
import m0003 from './0003_sealed_suggestions.sql';
import m0004 from './0004_open_tickets.sql';
import m0005 from './0005_release_failures.sql';
import m0006 from './0006_events_by_ticket.sql';
import m0007 from './0007_inbox_by_ticket.sql';

  export default {
    journal,
    migrations: {
      m0000,
m0001,
m0002,
m0003,
m0004,
m0005,
m0006,
m0007
    }
  }
  