/** Hostile pages and mails in Chromium, on the build that people install. */
import { chromiumScene } from './browsers.mjs';
import { playAttacks } from './play.mjs';

playAttacks('Chromium', chromiumScene);
