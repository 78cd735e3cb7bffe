import { launchBrowser } from '../launch.ts';
const browser = await launchBrowser();
const page = await browser.newPage({ viewport:{width:1440,height:900}, colorScheme: 'light' });
page.on('console', m=>console.log('console', m.type(), m.text().slice(0,200))); page.on('pageerror', e=>console.log('pageerror', e.message));
page.on('response', r=>{ if (r.status()>=400) console.log(r.status(), r.url()); });
await page.goto('http://localhost:9152/desk/');
await page.getByTestId('ticket-row').first().waitFor();
console.log('rows', await page.getByTestId('ticket-row').count());
await page.getByTestId('ticket-row').filter({hasText:'E-503'}).click();
const frame = page.frameLocator('[data-testid=sidebar]').first();
try {
  await frame.getByTestId('suggest-reply').click({timeout:10000});
  await frame.locator('[data-testid=draft][data-state=done]').waitFor({timeout:15000});
  await page.screenshot({path:'/tmp/e2e-1.png'});
  await frame.getByTestId('insert-draft').click();
  await page.waitForTimeout(600);
  console.log('composer', JSON.stringify(await page.getByTestId('composer').inputValue()).slice(0,300));
} catch (e) { console.log(String(e).slice(0,300)); }
await page.screenshot({path:'/tmp/e2e-2.png'});
const t=Date.now();
await page.getByTestId('new-ticket').click();
await page.getByTestId('new-ticket-subject').fill('Refund for my thermostat');
await page.getByTestId('new-ticket-body').fill('I returned the thermostat two weeks ago and have not received my refund. Order BL-221100.');
await page.getByTestId('new-ticket-submit').click();
const row = page.getByTestId('ticket-row').filter({hasText:'Refund for my thermostat'});
await row.waitFor();
try { await row.locator('.tag').first().waitFor({timeout:8000}); console.log('tagged after', Date.now()-t, await row.locator('.tag').allTextContents()); } catch { console.log('no tag'); }
await row.click(); await page.waitForTimeout(2500);
await page.screenshot({path:'/tmp/e2e-3.png'});
await browser.close();
