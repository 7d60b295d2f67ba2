import { lazy } from 'react';
import type { ComponentType, JSX, LazyExoticComponent } from 'react';

/** The code of a view could not be fetched. That is no bug: it can be fetched again. */
export class NotFetchedError extends Error {
  readonly #forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super('The code of this view could not be fetched.', { cause });
    this.name = 'NotFetchedError';
    this.#forget = forget;
  }

  /** Forgets the attempt, so that the view fetches its code again when it is next rendered. */
  forget(): void {
    this.#forget();
  }
}

/**
 * A view whose code is fetched when it is first rendered. React keeps a promise that was rejected, so what
 * failed is thrown again by each render until somebody calls {@link NotFetchedError.forget}: the error
 * boundary does it once the failure is on the screen.
 */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const attempt = (): LazyExoticComponent<ComponentType<Props>> => {
    const own = lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        throw new NotFetchedError(error, () => {
          if (latest === own) latest = attempt();
        });
      }
    });
    return own;
  };
  let latest = attempt();
  return function LazyView(props: Props): JSX.Element {
    const Latest: ComponentType<Props> = latest;
    return <Latest {...props} />;
  };
}
