import { expect, test } from 'vitest';
import { awaitFirstEvent, letFirstEventsPass } from '../worker/service/first-events-first.ts';

test('a draft goes on when other requests have their first event', async () => {
  const order: string[] = [];
  const [one, other] = [awaitFirstEvent(), awaitFirstEvent()];
  const draft = letFirstEventsPass().then(() => order.push('draft'));
  one();
  one();
  await new Promise((resolve) => setTimeout(resolve, 10));
  order.push('first event');
  other();
  await draft;
  expect(order).toEqual(['first event', 'draft']);
});

test('a request that never comes to its first event holds no draft up for good', async () => {
  const never = awaitFirstEvent();
  await letFirstEventsPass();
  never();
});
