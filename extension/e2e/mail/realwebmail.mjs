/** What users do alike in every real webmail. Works on Playwright's and Puppeteer's pages. */
import { User } from '../support/user.mjs';
import { PATIENCE } from './configs.mjs';

export class RealWebmail {
  /** @param address of its start page, such as https://mail.works.example:4711/ */
  constructor(page, address, user) {
    this.page = page;
    this.address = address;
    this.user = user;
    this.person = new User(page);
    this.person.patience = PATIENCE;
    /** Composes that the webmail itself lost before anybody could write into them. */
    this.lostComposes = 0;
  }

  until(what, look) {
    return this.person.until(what, () => look().catch(() => false)); // the page may be on its way to another
  }

  /** Chooses a file, as from a file dialog; `input` selects the field for files. */
  chooseFile(input, name, content) {
    return this.page.evaluate(
      ([selector, file, words]) => {
        const field = document.querySelector(selector);
        const chosen = new DataTransfer();
        chosen.items.add(new File([words], file, { type: 'text/plain' }));
        field.files = chosen.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      [input, name, content],
    );
  }

  async press() {
    await this.person.pressAt(await this.sendSpot());
  }

  async doublePress() {
    await this.person.moveTo(await this.sendSpot());
    for (const clickCount of [1, 2]) {
      await this.page.mouse.down({ clickCount });
      await this.page.mouse.up({ clickCount });
    }
  }
}
