/**
 * Browsers really set to a language: the words, their direction and the names of
 * countries come from one locale. Persian stands for a language that we lack.
 */
import { existsSync } from 'node:fs';
import { firefoxPath } from '../support/browsers.mjs';
import { launchWithExtension, openMailbox, workerOf } from '../support/chromium.mjs';
import { EXTENSION, expect, test, warmUp } from '../support/extension.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { User } from '../support/user.mjs';

/** Texts of the question about ann@army.ml, and of the settings. */
const LANGUAGES = {
  he: {
    lang: 'he',
    dir: 'rtl',
    title: 'האם הכוונה ל־army.mil?',
    country: 'מאלי',
    settings: 'ההגדרות של Nearmiss',
  },
  ar: { lang: 'ar', dir: 'rtl', title: 'هل تقصد army.mil؟', country: 'مالي', settings: 'إعدادات Nearmiss' },
  fa: {
    lang: 'en',
    dir: 'ltr',
    title: 'Did you mean army.mil?',
    country: 'Mali',
    settings: 'Nearmiss settings',
  },
};
const UNSPOKEN = 'Nearmiss does not speak your browser’s language yet.';

/** What the question says, and how; null while there is none. */
const questionIn = () => {
  const root = document.querySelector('nearmiss-dialog')?.shadowRoot;
  const theme = root?.querySelector('.theme');
  const title = root?.querySelector('h2')?.textContent;
  if (!title) return null;
  return { lang: theme.lang, dir: theme.dir, title, reason: root.querySelector('.reason')?.textContent ?? '' };
};
const settingsIn = () => ({
  browser: chrome.i18n.getUILanguage(),
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  title: document.title,
  words: document.body.textContent,
});

/** `mail` and `own`: a page of Playwright or Puppeteer with an empty compose, and the settings. */
async function speaks(language, mail, own) {
  const { lang, dir, title, country, settings } = LANGUAGES[language];
  const found = await own.evaluate(settingsIn);
  test.skip(
    !found.browser.startsWith(language),
    `this browser has no words in ${language}: it speaks ${found.browser}`,
  );
  expect(found).toMatchObject({ lang, dir, title: settings });
  expect(found.words.includes(UNSPOKEN)).toBe(language === 'fa');

  const user = new User(mail);
  await user.type(0, 'ann@army.ml');
  const send = await mail.evaluateHandle(() => window.mailbox.composes[0].sendButton);
  await send.asElement().click();
  await expect.poll(() => mail.evaluate(questionIn), { timeout: 15_000 }).toMatchObject({ lang, dir, title });
  expect((await mail.evaluate(questionIn)).reason).toContain(country);
}

for (const language of Object.keys(LANGUAGES)) {
  test(`Chromium in ${language} shows words and direction of one locale`, async () => {
    const { context, discard } = await launchWithExtension({
      extensionDir: EXTENSION,
      args: [`--lang=${language}`],
      options: { env: { ...process.env, LANGUAGE: language } },
    });
    try {
      await warmUp(context);
      const own = await context.newPage();
      await own.goto(new URL('/options.html', (await workerOf(context)).url()).href);
      await own.locator('main .group').first().waitFor();
      await speaks(language, await openMailbox(context, 'gmail'), own);
    } finally {
      await discard();
    }
  });

  test(`Firefox in ${language} shows words and direction of one locale`, async () => {
    test.skip(firefoxPath() === undefined, 'no Firefox is installed');
    const languagePack = `/usr/lib/firefox-esr/browser/extensions/langpack-${language}@firefox-esr.mozilla.org.xpi`;
    test.skip(!existsSync(languagePack), `Debian's firefox-esr-l10n-${language} is not installed`);
    const browser = await launchFirefox({
      opensOwnPages: true,
      languagePack,
      prefs: { 'intl.locale.requested': language },
    });
    try {
      const own = await openOwnInFirefox(browser, 'options');
      await own.waitForSelector('main .group');
      await speaks(language, await openInFirefox(browser, 'gmail'), own);
    } finally {
      await browser.close();
    }
  });
}
