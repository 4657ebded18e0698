/**
 * A mail system on this machine: Dovecot, Roundcube and SOGo, real, with an SMTP
 * server that counts. It lives in a folder of its own and, so that nothing outside
 * sees it or outlives it, in mount and process namespaces of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import {
  DOMAIN,
  dovecotConf,
  dovecotUsers,
  ROUNDCUBES,
  roundcubeConfig,
  SOGO_HOST,
  sogoConf,
  sogoTables,
} from './configs.mjs';
import { missingMailPackages } from './mailservers.mjs';
import { startProxy } from './proxy.mjs';
import { startSmtp } from './smtp.mjs';

const SCRIPT = fileURLToPath(new URL('system.sh', import.meta.url));
const POSTGRES = '/usr/lib/postgresql';
const SOGO_FILES = '/usr/lib/GNUstep/SOGo/WebServerResources';
const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const NOBODY = 65534;

/** How long all of it may take to answer, in ms. */
const START = 60_000;
/** How long it may take to end by itself, in ms. */
const STOP = 5_000;

/** Why no mail system can run here, or ''. */
export function whyNoMail() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mail servers run on Linux and as root only';
  const missing = missingMailPackages();
  if (missing.length > 0) return `not installed: ${missing.join(', ')} (node scripts/setup.mjs --mail)`;
  const { status } = spawnSync('unshare', [...NAMESPACES, 'true']);
  return status === 0 ? '' : 'no namespaces of one’s own here';
}

export async function startMail() {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-mail-'));
  chmodSync(folder, 0o755);
  const smtp = await startSmtp();
  const names = ['imap', 'postgres', 'memcached', 'roundcube', 'sogo'];
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, at) => [name, free[at]]));
  configure({ folder, smtp: smtp.port, ...ports });

  // In a session of its own: it ends with its standard input and not by a signal that ends us, so that it clears up.
  const system = spawn('unshare', [...NAMESPACES, 'sh', SCRIPT, folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => system.once('exit', resolve));
  const uploads = { delay: 0 };
  const proxy = await startProxy((host) => {
    if (host === SOGO_HOST) return sogoSite(ports.sogo);
    return host in ROUNDCUBES ? { port: ports.roundcube } : undefined;
  }, uploads);

  async function stop() {
    system.stdin.destroy();
    const late = setTimeout(() => system.kill('SIGKILL'), STOP);
    await ended;
    clearTimeout(late);
    await proxy.close();
    await smtp.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * Puts a contact into somebody's address book in Roundcube, where they have been before.
   * @returns takes it out again
   */
  function addContact(user, { name, address }) {
    const run = (sql, ...values) => {
      const database = new DatabaseSync(join(folder, 'roundcube/roundcube.sqlite'));
      database.prepare(sql).run(...values);
      database.close();
    };
    run(
      `INSERT INTO contacts (user_id, changed, name, email, words)
       SELECT user_id, datetime(), ?, ?, ? FROM users WHERE username = ?`,
      ...[name, address, `${name} ${address}`.toLowerCase(), `${user}@${DOMAIN}`],
    );
    return () => run('DELETE FROM contacts WHERE email = ?', address);
  }

  try {
    await answers(`http://127.0.0.1:${ports.roundcube}/`, 200, ended);
    await answers(`http://127.0.0.1:${ports.sogo}/SOGo/`, 200, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder,
    smtp,
    uploads,
    proxy: proxy.port,
    addContact,
    mailbox: (user) => new Maildir(join(folder, 'mail', user)),
    stop,
  };
}

function configure(given) {
  const { folder } = given;
  const own = (uid, ...names) => {
    for (const name of names) {
      mkdirSync(join(folder, name), { recursive: true });
      chownSync(join(folder, name), uid, uid);
    }
  };
  own(NOBODY, 'mail', 'roundcube');
  own(idOf('sogo'), 'sogo', 'sogo/spool');
  own(idOf('postgres'), 'postgres');
  own(0, 'dovecot', 'etc-sogo', 'roundcube-config');
  const write = (name, text) => writeFileSync(join(folder, name), text, { mode: 0o644 });
  write('dovecot.conf', dovecotConf(given));
  write('users', dovecotUsers());
  write('etc-sogo/sogo.conf', sogoConf(given));
  write('sogo.sql', sogoTables());
  write('roundcube-config/config.inc.php', roundcubeConfig(given));
  for (const name of ['defaults.inc.php', 'mimetypes.php']) {
    copyFileSync(`/etc/roundcube/${name}`, join(folder, 'roundcube-config', name));
  }
  const newest = readdirSync(POSTGRES).sort((a, b) => Number(b) - Number(a))[0];
  const { postgres, memcached, roundcube, sogo } = given;
  const ports = { postgres, memcached, roundcube, sogo, postgres_bin: `${POSTGRES}/${newest}/bin` };
  write(
    'ports',
    Object.entries(ports)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

function sogoSite(port) {
  return {
    port,
    headers: (host) => ({
      'x-webobjects-server-protocol': 'HTTP/1.0',
      'x-webobjects-remote-host': '127.0.0.1',
      'x-webobjects-server-name': host.split(':')[0],
      'x-webobjects-server-url': `https://${host}`,
      'x-webobjects-server-port': host.split(':')[1] ?? '443',
    }),
    files: { path: /^\/SOGo(?:\.woa)?\/WebServerResources\/([^?]*)/u, folder: SOGO_FILES },
  };
}

/** One person's mail as Dovecot keeps it. */
class Maildir {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  /** The mails of a folder such as "Drafts", as texts; '' is the inbox. */
  list(name = '') {
    const place = join(this.#folder, name === '' ? '' : `.${name}`);
    return (
      ['cur', 'new']
        .map((part) => join(place, part))
        .filter((part) => existsSync(part))
        // T: marked as deleted, and gone with the next clean-up.
        .flatMap((part) =>
          readdirSync(part)
            .filter((file) => !/:2,.*T/u.test(file))
            .map((file) => readFileSync(join(part, file), 'utf8')),
        )
    );
  }

  /** Puts a mail into the inbox. */
  deliver({ from, to, cc = '', subject, text }) {
    const number = Math.random().toString(36).slice(2);
    const lines = [
      `From: ${from}`,
      `To: ${to}`,
      ...(cc === '' ? [] : [`Cc: ${cc}`]),
      `Subject: ${subject}`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${number}@elsewhere.example>`,
      'Content-Type: text/plain; charset=utf-8',
    ];
    const box = join(this.#folder, 'new');
    for (const part of ['cur', 'new', 'tmp']) {
      mkdirSync(join(this.#folder, part), { recursive: true });
      chownSync(join(this.#folder, part), NOBODY, NOBODY);
    }
    chownSync(this.#folder, NOBODY, NOBODY);
    const file = join(box, `${Date.now()}.${number}.elsewhere`);
    writeFileSync(file, `${lines.join('\r\n')}\r\n\r\n${text}\r\n`);
    chownSync(file, NOBODY, NOBODY);
  }
}

async function answers(url, status, ended) {
  const isOver = ended.then(() => 'ended');
  for (const started = Date.now(); Date.now() - started < START; ) {
    const got = await Promise.race([
      isOver,
      fetch(url, { redirect: 'follow' }).then(
        (answer) => answer.status,
        () => 0,
      ),
    ]);
    if (got === 'ended') throw new Error('the mail system ended before it was up');
    if (got === status) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} does not answer`);
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function idOf(user) {
  return Number(spawnSync('id', ['-u', user], { encoding: 'utf8' }).stdout);
}

export { DOMAIN };
