import { Columns3, Play } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ActionLink } from '#renderer/ui/buttons/action-link.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { DataTable } from '#renderer/ui/surfaces/data-table.tsx';
import type { Column } from '#renderer/ui/surfaces/data-table.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { Markdown } from '#renderer/ui/text/markdown.tsx';
import { Palette } from '#renderer/ui/menus/palette.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { readThemeColor } from '#renderer/ui/theme/theme-color.ts';
import { useTheme } from '#renderer/ui/theme/theme.ts';
import { longText } from './samples.tsx';
import { Row, Section } from './section.tsx';

interface Run {
  readonly id: string;
  readonly state: 'running' | 'verified' | 'blocked';
  readonly title: string;
  readonly tokens: string;
}

const runs: readonly Run[] = [
  { id: 'r12', state: 'running', title: 'Sign in with a key', tokens: '412k' },
  { id: 'r11', state: 'verified', title: longText, tokens: '1.3M' },
  { id: 'r10', state: 'blocked', title: 'Catalogue', tokens: '950' },
];

const columns: readonly Column<Run>[] = [
  { id: 'state', header: 'State', width: 'w-3xs', cell: (run) => <StateDot state={run.state} /> },
  { id: 'title', header: 'Epic', cell: (run) => run.title },
  { id: 'tokens', header: 'Tokens', width: 'w-3xs', align: 'end', cell: (run) => run.tokens },
];

const sampleMarkdown = `# What I did

Added a cache to \`src/catalogue.ts\`, with **one** entry per shelf. See [the docs](https://example.org/cache) and https://example.org/plain,
but not [https://example.org/safe](https://example.com/other) or [this](javascript:alert(1)).

- [x] reads are cached
- [ ] writes clear the entry

1. first
2. second

> Quoted from the task.

| file | lines |
| ---- | ----- |
| \`src/catalogue.ts\` | 42 |

\`\`\`ts
const cache = new Map<string, Shelf>();
\`\`\`

<script>alert(1)</script>

![a picture](https://example.org/p.png)
`;

function PaletteSample(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open the palette</Button>
      <Palette
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        label="Commands"
        placeholder="Type a command or a task"
        groups={[
          {
            label: 'Go to',
            items: [
              {
                id: 'board',
                title: 'Go to the board',
                icon: Columns3,
                shortcut: 'G B',
                onSelect: () => undefined,
              },
              {
                id: 'runs',
                title: 'Go to the runs',
                icon: Play,
                shortcut: 'G R',
                hint: '2 active',
                onSelect: () => undefined,
              },
            ],
          },
          {
            label: 'Tasks',
            items: [
              { id: 'off', title: 'Cancel the run', isDisabled: true, onSelect: () => undefined },
              { id: 'long', title: longText, onSelect: () => undefined },
            ],
          },
        ]}
      />
    </>
  );
}

export function Lists(): ReactNode {
  const [open, setOpen] = useState<string | null>('r11');
  const { theme } = useTheme();
  return (
    <>
      <Section title="DataTable">
        <div className="overflow-hidden rounded-lg border border-border bg-surface">
          <DataTable
            label="Runs"
            columns={columns}
            rows={runs}
            rowKey={(run) => run.id}
            selectedKey={open}
            onOpen={(run) => setOpen(run.id)}
          />
        </div>
        <DataTable
          label="Nothing"
          columns={columns}
          rows={[]}
          rowKey={(run) => run.id}
          empty={<EmptyState text="No run yet. Choose tasks on the board and run them." />}
        />
      </Section>
      <Section title="Markdown">
        <Markdown text={sampleMarkdown} onOpenLink={() => undefined} />
      </Section>
      <Section title="Disclosure, ActionLink, Palette">
        <Disclosure summary="Output of npm test" actions={<Button size="sm">Run again</Button>}>
          42 tests passed.
        </Disclosure>
        <Disclosure summary="Open at first" isOpenAtFirst>
          {longText}
        </Disclosure>
        <p>
          Made from <ActionLink>the plan</ActionLink>, accent {readThemeColor('--color-accent')},
          hover {readThemeColor('--color-hover')} in the {theme} theme.
        </p>
        <Row>
          <PaletteSample />
        </Row>
      </Section>
    </>
  );
}
