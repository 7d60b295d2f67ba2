import type { ComponentType, JSX } from 'react';
import { renderToReadableStream } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { NotFetchedError, lazyView } from './lazy-view.tsx';

interface ReportProps {
  readonly name: string;
}

function Report({ name }: ReportProps): JSX.Element {
  return <p>Report on {name}</p>;
}

/** A view whose code comes when `isThere` says so, and how often it was asked for. */
function report() {
  const source = { isThere: false, fetched: 0 };
  const View = lazyView<ReportProps>(async () => {
    source.fetched += 1;
    if (!source.isThere) throw new TypeError('Failed to fetch dynamically imported module');
    return Report;
  });
  return { source, View };
}

async function textOf(View: ComponentType<ReportProps>): Promise<string> {
  const stream = await renderToReadableStream(<View name="runs" />, { onError: () => undefined });
  return new Response(stream).text();
}

async function failureOf(View: ComponentType<ReportProps>): Promise<NotFetchedError> {
  const failure: unknown = await textOf(View).catch((error: unknown) => error);
  if (failure instanceof NotFetchedError) return failure;
  throw new Error(`Not the expected failure: ${String(failure)}`);
}

describe('lazyView', () => {
  it('fetches its code once, and hands its properties on', async () => {
    const { source, View } = report();
    source.isThere = true;
    expect(await textOf(View)).toContain('Report on <!-- -->runs');
    await textOf(View);
    expect(source.fetched).toBe(1);
  });

  it('goes on to fail without asking again, as the render that shows the failure needs it', async () => {
    const { source, View } = report();
    const first = await failureOf(View);
    source.isThere = true;
    expect(await failureOf(View)).toBe(first);
    expect(source.fetched).toBe(1);
  });

  it('fetches again once the failure is forgotten', async () => {
    const { source, View } = report();
    const first = await failureOf(View);
    first.forget();
    const second = await failureOf(View);
    source.isThere = true;
    // What is older than the present attempt has no say in it.
    first.forget();
    expect(await failureOf(View)).toBe(second);
    second.forget();
    expect(await textOf(View)).toContain('Report on');
    expect(source.fetched).toBe(3);
  });

  it('says what the browser said', async () => {
    const { cause } = await failureOf(report().View);
    expect(String(cause)).toContain('dynamically imported');
  });
});
