/** Our interface in Firefox pages, over Puppeteer: a button of ours is pressed as a person does. */

/**
 * Presses this button of ours until `isDone` says in the page that something has
 * come of it: ours take no press in the moment they appear or move.
 */
export async function pressOurs(page, host, selector, isDone) {
  // Behind another tab, such as our welcome page, no moment of ours passes.
  await page.bringToFront();
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    if (await page.evaluate(isDone)) return;
    const place = await page.evaluate(
      (name, inside) => {
        const box = document.querySelector(name)?.shadowRoot.querySelector(inside)?.getBoundingClientRect();
        // Before it is placed for the first time, a notice lies below the window.
        if (box === undefined || box.width === 0 || box.bottom > innerHeight) return null;
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      },
      host,
      selector,
    );
    if (place !== null) await page.mouse.click(place.x, place.y);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  throw new Error(`nothing came of pressing ${selector}`);
}

/** The text of this host of ours; '' where there is none. */
export const textOf = (page, host) =>
  page.evaluate((name) => document.querySelector(name)?.shadowRoot.querySelector('.theme').textContent ?? '', host);

/** Types recipients into a field of a Firefox mailbox, as a person does. */
export async function typeInFirefox(page, ...recipients) {
  await page.bringToFront();
  await page.waitForFunction(() => window.mailbox?.composes.length > 0);
  const input = await page.evaluateHandle(() => window.mailbox.composes[0].fields.to.input);
  await input.focus();
  for (const recipient of recipients) {
    await page.keyboard.type(recipient);
    await page.keyboard.press('Enter');
  }
}
