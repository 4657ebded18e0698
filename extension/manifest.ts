/**
 * The manifest of each browser, from one description. Why each permission is
 * asked for stands in PERMISSIONS.md; a test compares the two.
 */

export type Browser = 'chromium' | 'firefox';

export interface Choices {
  readonly version: string;
  /** Match patterns of the webmails that are read and guarded. */
  readonly hosts: readonly string[];
  /** Match patterns that are asked for when somebody needs them (government clouds, own servers). */
  readonly optionalHosts: readonly string[];
  /** The only server that is ever asked for anything. */
  readonly listServer: string;
  /** Policies of tests name servers on this machine, which have no TLS. */
  readonly isTest?: boolean;
}

/** Firefox knows the extension by this name; it must never change. */
export const GECKO_ID = 'nearmiss@nearmiss.example';

/**
 * Opens the notice and puts the focus into it. No letter, digit or sign: with AltGr,
 * or Option on a Mac, those write something in one layout or another. No webmail that
 * is known uses these keys (src/commands.test.ts), nor do browsers.
 */
export const NOTICE_KEYS = 'Alt+Shift+PageDown';

const ICON_SIZES = [16, 32, 48, 128] as const;

export function manifestOf(browser: Browser, choices: Choices): object {
  const { version, hosts, optionalHosts, listServer, isTest = false } = choices;
  const onThisMachine = [
    ...(listServer.startsWith('http:') ? [listServer] : []),
    ...(isTest ? ['http://127.0.0.1:*'] : []),
  ];
  const icons = Object.fromEntries(ICON_SIZES.map((size) => [String(size), `icons/${size}.png`]));
  return {
    manifest_version: 3,
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    version,
    icons,
    action: { default_icon: icons, default_title: '__MSG_extension_name__', default_popup: 'popup.html' },
    commands: {
      'show-notice': { suggested_key: { default: NOTICE_KEYS }, description: '__MSG_command_show_notice__' },
    },
    options_ui: { page: 'options.html', open_in_tab: true },
    permissions: ['storage', 'scripting', 'activeTab', 'alarms'],
    host_permissions: hosts,
    // The last one stands for servers of one's own: each is asked for by its name, in settings.
    optional_host_permissions: [...optionalHosts, 'https://*/*'],
    content_scripts: [
      {
        matches: hosts,
        js: ['content.js'],
        run_at: 'document_start',
        all_frames: true,
        match_about_blank: true,
        match_origin_as_fallback: true,
        world: 'ISOLATED',
      },
    ],
    content_security_policy: {
      extension_pages: [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self'",
        // Policy may name a mirror, channels and a report address of the organisation's
        // own, and a policy cannot change this line. Everybody else's extension asks the
        // list server alone; the tests watch the traffic.
        ["connect-src 'self' https:", ...onThisMachine].join(' '),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
    storage: { managed_schema: 'managed_schema.json' },
    incognito: 'spanning',
    ...(browser === 'chromium' ? CHROMIUM : FIREFOX),
  };
}

// dialog, closed shadow roots, match_origin_as_fallback and storage.session.
const CHROMIUM = {
  // Fixes the identifier of unpacked builds; a package carries its packager's key.
  key: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAspkCdoEkpQG0izK281ws7aNglWETkFmi14eyfpEHLpTnr4FyJI0WX9Qcj3dXE4V7LS4/PgOlgeLvYnFYi/Iq/Ge01HZDnwH9E4DjRGob7wJs39pcXfhlsHtePfaZ0ToyaoMV6bQ1lLuntmRhc15D0vwFsjHxV+qvOuS5I/8E65mM7uWv52HkT/c0QRFcFwZCO8ezy94UBOXH5ZnrdP+5p+9TET1eK7+e07IHKLyBBb2BO6NzkON/T4t3+JZiXNZlEOXQ6TNytL+nFLxtyHdduWz/YMOo4o4vVux9Z6AlLZ/uAyKGkNQwDSxhVYc6ERBSs4BTX662X0LCkLM3rvtXJwIDAQAB',
  minimum_chrome_version: '120',
  background: { service_worker: 'background.js' },
};

// Firefox has no schema of managed storage and no service worker; from 128 on it
// grants the hosts of Manifest V3 at installation and runs match_origin_as_fallback; 142 is the first that
// knows data_collection_permissions everywhere. The report of an organisation's policy (reportUrl) is the
// only thing that is ever sent, hence an optional kind: no other installation has it.
const FIREFOX = {
  storage: undefined,
  background: { scripts: ['background.js'] },
  browser_specific_settings: {
    gecko: {
      id: GECKO_ID,
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none'], optional: ['technicalAndInteraction'] },
    },
  },
};
