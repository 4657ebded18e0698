/**
 * The mail systems that tests run for real, as Debian packages. This is the only
 * list of them: setup.mjs installs what is missing, tests skip where it is.
 */
import { existsSync } from 'node:fs';

/** Package by package: a file that it brings. */
const PACKAGES = {
  'dovecot-imapd': '/usr/lib/dovecot/imap',
  'roundcube-core': '/usr/share/roundcube/index.php',
  'roundcube-sqlite3': '/usr/share/doc/roundcube-sqlite3',
  'roundcube-skin-larry': '/usr/share/roundcube/skins/larry/meta.json',
  'php-cli': '/usr/bin/php',
  'php-sqlite3': '/usr/share/doc/php-sqlite3',
  'php-intl': '/usr/share/doc/php-intl',
  'php-mbstring': '/usr/share/doc/php-mbstring',
  'php-xml': '/usr/share/doc/php-xml',
  'php-zip': '/usr/share/doc/php-zip',
  'php-curl': '/usr/share/doc/php-curl',
  'php-gd': '/usr/share/doc/php-gd',
  sogo: '/usr/sbin/sogod',
  postgresql: '/usr/share/doc/postgresql',
  memcached: '/usr/bin/memcached',
  'util-linux': '/usr/bin/unshare',
  postfix: '/usr/sbin/postfix',
};

/** Packages that cannot stand beside Postfix: unpacked into build/sendmail, not installed. */
export const UNPACKED = ['sendmail-bin', 'sendmail-cf', 'm4'];

/** Answers to questions that packages ask when they are installed, for debconf-set-selections. */
export const PRESEED = [
  'roundcube-core roundcube/dbconfig-install boolean false',
  'postfix postfix/main_mailer_type select No configuration',
  '',
].join('\n');

/** @returns {string[]} names of the packages that this machine lacks */
export function missingMailPackages() {
  return Object.entries(PACKAGES)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
}
