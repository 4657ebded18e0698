/** Every situation and way to send in Chromium; see situations.mjs. */
import { test } from './extension.mjs';
import { Person } from './person.mjs';
import { cells, isPopOut, openFor, optionsOf, play, playGood } from './situations.mjs';

for (const [webmail, situation, ways] of cells()) {
  test(`${webmail}, ${situation}: ${ways.join(', ')}`, async ({ open }, info) => {
    const page = await open(webmail, optionsOf(situation));
    for (const way of ways) {
      const person = new Person(page);
      for (const go of [play, playGood]) {
        if (isPopOut(situation)) {
          const [window] = await Promise.all([page.waitForEvent('popup'), person.open('popout')]);
          person.where = window;
          await go(person, situation, way, await page.evaluate(() => window.mailbox.composes.length - 1));
          await window.close();
        } else await go(person, situation, way, await openFor(person, situation));
      }
      info.annotations.push({
        type: 'cell',
        description: JSON.stringify({ browser: 'Chromium', webmail, situation, way, assertions: person.assertions }),
      });
    }
  });
}
