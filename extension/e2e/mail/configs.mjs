/** Configuration of the mail systems: all paths lie in one folder, all ports on loopback. */

/** Every mailbox is in this domain and has this password. */
export const DOMAIN = 'works.example';
export const PASSWORD = 'correct-horse';

/** Who has a mailbox: one for each scene that wants settings of its own. */
const USERS = ['kim', 'larry', 'german', 'arabic', 'html', 'plain'];

/** A contact who is proposed to whoever types the address that our change types. */
export const LOOKALIKE = { name: 'Ann Mills', address: `ann@army.mil.${DOMAIN}` };

/** By host: which Roundcube it is. */
export const ROUNDCUBES = {
  [`mail.${DOMAIN}`]: { skin: 'elastic', language: 'en_US' },
  [`larry.${DOMAIN}`]: { skin: 'larry', language: 'en_US' },
  [`german.${DOMAIN}`]: { skin: 'elastic', language: 'de_DE' },
  [`arabic.${DOMAIN}`]: { skin: 'elastic', language: 'ar' },
  [`html.${DOMAIN}`]: { skin: 'elastic', language: 'en_US', htmleditor: 1 },
};

export const SOGO_HOST = `sogo.${DOMAIN}`;

/** What SOGo keeps of its users, as it would be set in its preferences. */
const SOGO_DEFAULTS = {
  german: { SOGoLanguage: 'German' },
  arabic: { SOGoLanguage: 'Arabic' },
  html: { SOGoMailComposeMessageType: 'html' },
};

export function dovecotConf({ folder, imap }) {
  return `
base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%n
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail/%n
}
namespace inbox {
  inbox = yes
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

export function dovecotUsers() {
  return USERS.map((name) => `${name}@${DOMAIN}:{PLAIN}${PASSWORD}\n`).join('');
}

export function roundcubeConfig({ folder, imap, smtp }) {
  const sites = Object.entries(ROUNDCUBES).map(
    ([host, { skin, language, htmleditor = 0 }]) => `'${host}' => ['${skin}', '${language}', ${htmleditor}]`,
  );
  return `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${folder}/roundcube/roundcube.sqlite?mode=0640';
$config['imap_host'] = '127.0.0.1:${imap}';
$config['smtp_host'] = '127.0.0.1:${smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['des_key'] = 'abcdefghijklmnopqrstuvwx';
$config['plugins'] = [];
$config['enable_spellcheck'] = false;
$config['temp_dir'] = '${folder}/roundcube';
$config['log_dir'] = '${folder}/roundcube';
$config['log_driver'] = 'file';
$config['proxy_whitelist'] = ['127.0.0.1'];
$config['draft_autosave'] = 0;
$config['mail_domain'] = '${DOMAIN}';
// Whom somebody wrote to is proposed from then on, and Enter takes what is proposed: see README.md.
$config['collected_recipients'] = false;
$sites = [${sites.join(', ')}];
[$config['skin'], $config['language'], $config['htmleditor']] =
  $sites[preg_replace('/:.*/', '', $_SERVER['HTTP_HOST'] ?? '')] ?? ['elastic', 'en_US', 0];
`;
}

export function sogoConf({ folder, imap, smtp, postgres, memcached, sogo }) {
  const table = (name) => `"postgresql://sogo@127.0.0.1:${postgres}/sogo/${name}"`;
  return `{
  WOPort = "127.0.0.1:${sogo}";
  WOWorkersCount = 3;
  WOLogFile = "-";
  WOPidFile = "${folder}/sogo/sogo.pid";
  SOGoProfileURL = ${table('sogo_user_profile')};
  OCSFolderInfoURL = ${table('sogo_folder_info')};
  OCSSessionsFolderURL = ${table('sogo_sessions_folder')};
  OCSEMailAlarmsFolderURL = ${table('sogo_alarms_folder')};
  OCSCacheFolderURL = ${table('sogo_cache_folder')};
  OCSStoreURL = ${table('sogo_store')};
  OCSAclURL = ${table('sogo_acl')};
  SOGoLanguage = English;
  SOGoTimeZone = UTC;
  SOGoMailDomain = "${DOMAIN}";
  SOGoMailingMechanism = smtp;
  SOGoSMTPServer = "smtp://127.0.0.1:${smtp}";
  SOGoIMAPServer = "imap://127.0.0.1:${imap}";
  SOGoSentFolderName = Sent;
  SOGoTrashFolderName = Trash;
  SOGoDraftsFolderName = Drafts;
  SOGoMailSpoolPath = "${folder}/sogo/spool";
  SOGoMemcachedHost = "127.0.0.1:${memcached}";
  SOGoForceExternalLoginWithEmail = YES;
  SOGoMailComposeMessageType = text;
  SOGoVacationEnabled = NO;
  SOGoForwardEnabled = NO;
  SOGoSieveScriptsEnabled = NO;
  SOGoUserSources = (
    {
      type = sql;
      id = directory;
      viewURL = ${table('sogo_view')};
      canAuthenticate = YES;
      isAddressBook = YES;
      displayName = Directory;
      userPasswordAlgorithm = plain;
    }
  );
}
`;
}

/** SOGo's users and their preferences; it makes its other tables itself. */
export function sogoTables() {
  const users = USERS.map((name) => `('${name}', '${name}', '${PASSWORD}', '${name}', '${name}@${DOMAIN}')`);
  users.push(`('ann', 'ann', '', '${LOOKALIKE.name}', '${LOOKALIKE.address}')`);
  const profiles = USERS.map((name) => `('${name}', '${JSON.stringify(SOGO_DEFAULTS[name] ?? {})}', '{}')`);
  return `
CREATE TABLE sogo_view (c_uid TEXT PRIMARY KEY, c_name TEXT, c_password TEXT, c_cn TEXT, mail TEXT);
INSERT INTO sogo_view VALUES ${users.join(', ')};
CREATE TABLE sogo_user_profile (c_uid VARCHAR(255) PRIMARY KEY, c_defaults TEXT, c_settings TEXT);
INSERT INTO sogo_user_profile VALUES ${profiles.join(', ')};
`;
}

/** How long a step on a real webmail may take, in ms: these pages load a megabyte of scripts. */
export const PATIENCE = 30_000;
