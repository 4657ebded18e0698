/** Policy values with several fields, as core/policy writes them (AppendReading). */

/** The first rule that fits decides; '' stands for any kind or category. */
export interface PolicyRule {
  readonly kind: string;
  readonly category: string;
  readonly action: string;
}

export interface PolicyChannel {
  readonly name: string;
  readonly scope: 'protect' | 'allow' | 'protect+allow';
  /** Ends in '/'. */
  readonly url: string;
  /** SHA-256, in hexadecimal, of the first root metadata to trust. */
  readonly root: string;
}

export interface PolicyHost {
  /** The descriptor's id. */
  readonly webmail: string;
  readonly host: string;
}
