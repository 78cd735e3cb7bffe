/** Zendesk's SDK as the script tag of its CDN would leave it: `window.ZAFClient`. For the local desk and tests only. */
import ZAFClient from 'zendesk_app_framework_sdk';

window.ZAFClient = ZAFClient;
