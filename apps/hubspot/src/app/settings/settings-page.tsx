import { hubspot } from '@hubspot/ui-extensions';
import { Settings } from './settings.tsx';

hubspot.extend<'settings'>(({ actions }) => <Settings alert={actions.addAlert} />);
