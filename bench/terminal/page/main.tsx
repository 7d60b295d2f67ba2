import '#renderer/ui/theme/theme.ts';
import '#renderer/ui/theme/styles.css';
import type { JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { HostProvider } from '#renderer/bridge/host-context.tsx';
import { WorkspaceProvider } from '#renderer/bridge/use-workspace.tsx';
import { connectByWebSocket } from '#renderer/bridge/web-socket-connection.ts';
import { AttemptTerminal } from '#renderer/features/terminal/index.ts';
import { useTerminal } from '#renderer/features/terminal/use-terminal.ts';
import { createXterm } from '#renderer/features/terminal/xterm-factory.ts';
import { TooltipProvider } from '#renderer/ui/surfaces/tooltip.tsx';

/** What the bench asks the page to do. */
export interface BenchPage {
  /** Shows a large terminal, or tiles of some, and beside them one that is typed into. */
  show(large: string | null, tiles: readonly string[], typed: string): void;
  /** Milliseconds from each key to its echo in the terminal that is typed into. */
  readonly echoes: readonly number[];
  /** Bytes that xterm parses in a second when it has nothing to wait for. */
  parse(text: string, megabytes: number): Promise<number>;
}

declare global {
  interface Window {
    terminalBench: BenchPage;
  }
}

z.config({ jitless: true });

const workspace = {
  id: 'bench',
  name: 'bench',
  folder: '/',
  dataFolder: '/',
  baseBranch: 'main',
  configExists: false,
  configProblems: [],
  missing: null,
  importable: [],
};
const connection = connectByWebSocket(window.location.href);
const place = document.querySelector('#root');
if (place === null) throw new Error('The page has no #root.');
const root = createRoot(place);

// Not by classes: the style sheet has those of the product only.
const tileGrid = {
  display: 'grid',
  height: '100%',
  gap: 4,
  gridTemplateColumns: 'repeat(4, 1fr)',
  gridAutoRows: '1fr',
} as const;

function Tile({ attemptId }: { readonly attemptId: string }): JSX.Element {
  const { place, state } = useTerminal(attemptId, 'follow');
  const style = { minHeight: 0, minWidth: 0, overflow: 'hidden' } as const;
  return <div ref={place} data-state={state.kind} style={style} />;
}

function Page({ large, tiles, typed }: Shown): JSX.Element {
  return (
    <HostProvider connection={connection}>
      <WorkspaceProvider workspace={workspace}>
        <TooltipProvider>
          <div style={{ display: 'grid', height: '100dvh', gridTemplateRows: '1fr 200px' }}>
            <div style={{ minHeight: 0 }}>
              {large !== null && <AttemptTerminal attemptId={large} />}
              {large === null && (
                <div style={tileGrid}>
                  {tiles.map((attemptId) => (
                    <Tile key={attemptId} attemptId={attemptId} />
                  ))}
                </div>
              )}
            </div>
            <div id="typed" style={{ minHeight: 0 }}>
              <AttemptTerminal attemptId={typed} />
            </div>
          </div>
        </TooltipProvider>
      </WorkspaceProvider>
    </HostProvider>
  );
}

interface Shown {
  readonly large: string | null;
  readonly tiles: readonly string[];
  readonly typed: string;
}

/** Notes when each key was pressed, and when its echo is on the page. */
function watchEchoes(echoes: number[]): void {
  let pressedAt: number | null = null;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key.length === 1) pressedAt = event.timeStamp;
    },
    { capture: true },
  );
  const observer = new MutationObserver((changes) => {
    const typed = document.querySelector('#typed .xterm-rows');
    if (pressedAt === null || typed === null) return;
    if (!changes.some(({ target }) => typed.contains(target) && target !== typed)) return;
    echoes.push(performance.now() - pressedAt);
    pressedAt = null;
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}

async function parse(text: string, megabytes: number): Promise<number> {
  const options = { scrollback: 5_000, fontSize: 13, isScreenReaderMode: false, onLink: () => {} };
  const { terminal } = createXterm(options);
  const element = document.createElement('div');
  element.style.height = '600px';
  document.body.prepend(element);
  terminal.open(element);
  terminal.resize(120, 40);
  const bytes = new TextEncoder().encode(text);
  const total = megabytes * 1_000_000;
  const start = performance.now();
  let done = 0;
  await new Promise<void>((resolve) => {
    const parsed = (): void => {
      done += bytes.length;
      if (done < total) terminal.write(bytes, parsed);
      else resolve();
    };
    // A few at a time, so that it never waits for the next.
    for (let ahead = 0; ahead < 4; ahead += 1) terminal.write(bytes, parsed);
  });
  const seconds = (performance.now() - start) / 1_000;
  terminal.dispose();
  element.remove();
  return done / seconds;
}

const echoes: number[] = [];
watchEchoes(echoes);
window.terminalBench = {
  echoes,
  parse,
  show: (large, tiles, typed) => {
    root.render(<Page large={large} tiles={tiles} typed={typed} />);
  },
};
