/** Hostile pages and mails in Firefox, on the build that people install. */
import { firefoxScene } from './browsers.mjs';
import { playAttacks } from './play.mjs';

playAttacks('Firefox', firefoxScene);
