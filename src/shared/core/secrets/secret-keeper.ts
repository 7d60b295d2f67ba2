import { mapStrings } from '#shared/lib/map-strings.ts';
import { maskSecrets } from './mask-secrets.ts';
import { isHuntable, secretsOfEnvFile, secretValues } from './secret-names.ts';

/** Makes a text fit to be shown, kept or sent: secrets masked. */
export type Mask = (text: string) => string;

/** More are not learned: each costs a search of every text. */
const mostValues = 1_000;

/**
 * What a workspace knows of the person's secrets, in memory and nowhere else: values of their environment and of
 * `.env` files. It masks them, and whatever looks like a secret, in all that the app writes down, shows or
 * passes on.
 */
export class SecretKeeper {
  // Private to the object, so that no log, JSON or copy of it ever shows them.
  readonly #values = new Set<string>();

  /** Learns the values of variables that look secret. */
  learnEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
    this.#learn(secretValues(environment));
  }

  /** Learns what an `.env` file keeps secret. */
  learnEnvFile(text: string): void {
    this.#learn(secretsOfEnvFile(text));
  }

  /** {@link maskSecrets} with all that was learned; a function of its own, to be handed on. */
  readonly mask: Mask = (text) => maskSecrets(text, [...this.#values]);

  /** A plain value with every string in it masked. */
  maskAll<Value>(value: Value): Value {
    return mapStrings(value, this.mask);
  }

  /** What was learned, for a thread of the app that masks by itself; never for a record or a message. */
  known(): readonly string[] {
    return [...this.#values];
  }

  #learn(values: readonly string[]): void {
    for (const value of values) {
      // As it stands in an address and in JSON, too.
      const forms = [
        value,
        encodeURIComponent(value.toWellFormed()),
        JSON.stringify(value).slice(1, -1),
      ];
      for (const form of forms) {
        if (isHuntable(form) && this.#values.size < mostValues) this.#values.add(form);
      }
    }
  }
}
