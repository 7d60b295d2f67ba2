import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ContextMenu } from '#renderer/ui/menus/context-menu.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { PageHeader } from '#renderer/ui/surfaces/page-header.tsx';
import { Panel } from '#renderer/ui/surfaces/panel.tsx';
import { Popover } from '#renderer/ui/surfaces/popover.tsx';
import { ResizablePanels } from '#renderer/ui/surfaces/resizable-panels.tsx';
import { TabPanel, Tabs } from '#renderer/ui/surfaces/tabs.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';
import { longText, sampleMenu } from './samples.tsx';
import { Row, Section } from './section.tsx';

function DialogSample(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const close = (): void => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open a dialog</Button>
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title="Add an epic"
        description="A group of tasks that lands together, on a branch of its own."
        actions={
          <>
            <Button variant="quiet" onClick={close}>
              Keep as it is
            </Button>
            <Button variant="primary" onClick={close} shortcut="⌘↵">
              Add the epic
            </Button>
          </>
        }
      >
        <TextField label="Title" value={name} onChange={setName} />
      </Dialog>
    </>
  );
}

export function Surfaces(): ReactNode {
  const [tab, setTab] = useState<'spec' | 'diff' | 'evidence'>('spec');
  return (
    <>
      <Section title="Dialog, Popover, Tooltip, ContextMenu, toast">
        <Row>
          <DialogSample />
          <Popover label="Details" trigger={<Button>Open a popover</Button>}>
            {longText}
          </Popover>
          <Tooltip content="Says more" shortcut="T">
            <Button>With a tooltip</Button>
          </Tooltip>
          <ContextMenu items={sampleMenu}>
            <Button>Right-click me</Button>
          </ContextMenu>
          <Button
            onClick={() =>
              showUndo({
                text: 'AUTH-42 cancelled',
                kept: 'Its snapshot stays in the vault.',
                onUndo: () => undefined,
              })
            }
          >
            Do and offer undo
          </Button>
        </Row>
      </Section>
      <Section title="PageHeader, ResizablePanels, Panel, Tabs">
        <div className="flex h-80 flex-col overflow-hidden rounded-lg border border-border">
          <PageHeader
            title="Board"
            meta="51 tasks"
            actions={<Button variant="primary">Run 3 tasks</Button>}
          />
          <div className="min-h-0 flex-1">
            <ResizablePanels
              id="gallery"
              panels={[
                {
                  id: 'list',
                  minSize: 160,
                  content: (
                    <Panel title="Tasks" actions={<Button size="sm">Add</Button>} footer="3 chosen">
                      {longText}
                    </Panel>
                  ),
                },
                {
                  id: 'task',
                  resizeLabel: 'Resize the task panel',
                  minSize: 240,
                  defaultSize: '50%',
                  content: (
                    <Tabs
                      label="Task AUTH-42"
                      className="h-full bg-surface"
                      value={tab}
                      onChange={setTab}
                      tabs={[
                        { value: 'spec', label: 'Spec' },
                        { value: 'diff', label: 'Diff', count: 4 },
                        { value: 'evidence', label: 'Evidence', isDisabled: true },
                      ]}
                    >
                      <TabPanel value="spec" className="p-3">
                        {longText}
                      </TabPanel>
                      <TabPanel value="diff" className="p-3">
                        Four files
                      </TabPanel>
                      <TabPanel value="evidence">Nothing yet</TabPanel>
                    </Tabs>
                  ),
                },
              ]}
            />
          </div>
        </div>
      </Section>
    </>
  );
}
