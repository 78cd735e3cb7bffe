import { hubspot } from '@hubspot/ui-extensions';
import { Settings, type SettingsActions } from './settings.tsx';

hubspot.extend<'settings'>(({ context, actions }) => <Settings locale={context.user.locale} actions={actions as unknown as SettingsActions} />);
