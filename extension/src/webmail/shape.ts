/** The part of JSON Schema (2020-12) that descriptor.schema.json uses; all objects are closed. */

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Called with the place of a value, such as "send.chords[0]", and a text. */
type Tell = (path: string, text: string) => void;

const REFERENCE = '#/$defs/';

/**
 * Tells `fault` what of a value does not fit, and `selector` every text that
 * the schema calls a selector.
 */
export function checkShape(value: unknown, schema: Schema, fault: Tell, selector: Tell): void {
  const visit = (part: unknown, given: Schema, path: string): void => {
    const name = given.$ref?.slice(REFERENCE.length);
    const rule = name === undefined ? given : schema.$defs?.[name];
    if (rule === undefined) throw new Error(`the schema has no ${given.$ref}`);
    if (rule.enum !== undefined) {
      if (typeof part !== 'string' || !rule.enum.includes(part)) fault(path, `not one of ${rule.enum.join(', ')}`);
    } else if (rule.type === 'object') object(part, rule, path);
    else if (rule.type === 'array') list(part, rule, path);
    else if (rule.type === 'string') {
      const wrong = textFault(part, rule);
      if (wrong !== '') fault(path, wrong);
      else if (name === 'selector') selector(path, String(part));
    } else if (rule.type === 'integer') {
      if (!Number.isSafeInteger(part)) fault(path, 'not a whole number');
    } else if (typeof part !== 'boolean') fault(path, 'neither true nor false');
  };

  const object = (part: unknown, rule: Schema, path: string): void => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) {
      fault(path, 'not an object');
      return;
    }
    const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
    for (const key of rule.required ?? []) if (!Object.hasOwn(part, key)) fault(below(key), 'is missing');
    for (const [key, inner] of Object.entries(part)) {
      const known = Object.hasOwn(rule.properties ?? {}, key) ? rule.properties?.[key] : undefined;
      if (known === undefined) fault(below(key), 'is not known here');
      else visit(inner, known, below(key));
    }
  };

  const list = (part: unknown, rule: Schema, path: string): void => {
    if (!Array.isArray(part)) {
      fault(path, 'not a list');
      return;
    }
    if (part.length < (rule.minItems ?? 0)) fault(path, 'is empty');
    if (part.length > (rule.maxItems ?? Number.POSITIVE_INFINITY)) fault(path, `has more than ${rule.maxItems}`);
    for (const [at, inner] of part.entries()) visit(inner, rule.items ?? {}, `${path}[${at}]`);
  };

  visit(value, schema, '');
}

function textFault(part: unknown, rule: Schema): string {
  if (typeof part !== 'string') return 'not a text';
  if (part.length > (rule.maxLength ?? Number.POSITIVE_INFINITY)) return `longer than ${rule.maxLength}`;
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(part)) return `not of the form ${rule.pattern}`;
  return '';
}
