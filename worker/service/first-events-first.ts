/**
 * Requests of one isolate share its thread. An agent who waits for the first event goes before those who read theirs
 * already while their draft is written.
 */

/** Requests of this isolate whose first event is still to come. */
let awaited = 0;
/** Grows with every draft that was let on, so that between two of them what has come in meanwhile is taken up. */
let turns = 0;

const PAUSE_MS = 2;
/** A request that hangs before its first event holds the drafts up for about 200 ms at most. */
const MAX_PAUSES = 100;

/** To be called when a request begins; what it returns, when its first event is there or will never be. Calling that again changes nothing. */
export function awaitFirstEvent(): () => void {
  let waits = true;
  awaited++;
  return () => {
    if (waits) awaited--;
    waits = false;
  };
}

/** Before a draft goes on: the runtime sends what was written, and those without a first event get theirs. */
export async function letFirstEventsPass(): Promise<void> {
  // Each request sleeps by its own timer: waiting for another's promise could last for ever if that one is cancelled.
  for (let pause = 0, seen = -1; pause < MAX_PAUSES && (awaited > 0 || seen !== turns); pause++) {
    seen = turns;
    await new Promise((resolve) => setTimeout(resolve, pause === 0 ? 0 : PAUSE_MS));
  }
  turns++;
}
