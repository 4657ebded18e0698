/** Waiting, and for how long. */

/** How long anything that must happen may take, in ms. */
export const PATIENCE = 8000;

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What a promise brings, unless that takes longer than anything may. */
export async function inTime(promise, what) {
  const late = pause(PATIENCE).then(() => {
    throw new Error(`${what}: did not come within ${PATIENCE} ms`);
  });
  return await Promise.race([promise, late]);
}
