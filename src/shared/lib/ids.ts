/** Source of fresh record ids; injected so that tests are repeatable. */
export interface IdSource {
  /** A new id, unique in the workspace, readable as `<prefix>-<suffix>`. */
  next(prefix: string): string;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Ids of a prefix and `length` characters drawn with `random`, a function like `Math.random`. */
export function randomIdSource(random: () => number = Math.random, length = 10): IdSource {
  return {
    next(prefix) {
      let suffix = '';
      while (suffix.length < length) {
        suffix += alphabet[Math.floor(random() * alphabet.length)] ?? '0';
      }
      return `${prefix}-${suffix}`;
    },
  };
}
