import { Ellipsis, Play, Plus, Settings, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Kbd } from '#renderer/ui/menus/kbd.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import { Toolbar, ToolbarSeparator, ToolbarSpacer } from '#renderer/ui/buttons/toolbar.tsx';
import { Row, Section } from './section.tsx';
import { sampleMenu } from './samples.tsx';

const variants = ['primary', 'secondary', 'quiet', 'danger'] as const;
const sizes = ['sm', 'md', 'lg'] as const;

export function Buttons(): ReactNode {
  return (
    <>
      <Section title="Button">
        {variants.map((variant) => (
          <Row key={variant}>
            {sizes.map((size) => (
              <Button key={size} variant={variant} size={size}>
                Run 3 tasks
              </Button>
            ))}
            <Button variant={variant} icon={Play}>
              Run
            </Button>
            <Button variant={variant} icon={Play} shortcut="R">
              Run
            </Button>
            <Button variant={variant} isLoading>
              Run 3 tasks
            </Button>
            <Button variant={variant} disabled icon={Play} shortcut="R">
              Run
            </Button>
          </Row>
        ))}
      </Section>
      <Section title="IconButton">
        <Row>
          {sizes.map((size) => (
            <IconButton key={size} size={size} icon={Settings} label={`Settings ${size}`} />
          ))}
          <IconButton icon={Plus} label="Add a task" shortcut="N" variant="secondary" />
          <IconButton icon={Plus} label="Add an epic" variant="primary" />
          <IconButton icon={Trash2} label="Delete" disabled />
          <IconButton icon={Settings} label="Filter" isPressed />
          <IconButton icon={Settings} label="Save" isLoading />
          <Menu trigger={<IconButton icon={Ellipsis} label="More" />} items={sampleMenu} />
          <Menu trigger={<Button>Workspace</Button>} items={sampleMenu} />
        </Row>
      </Section>
      <Section title="Kbd, Toolbar">
        <Row>
          <Kbd keys="R" />
          <Kbd keys="⌘K" />
          <Kbd keys="G B" />
          <Kbd keys="Esc" />
        </Row>
        <Toolbar label="Run">
          <Button variant="quiet" icon={Play}>
            Start
          </Button>
          <ToolbarSeparator />
          <Button variant="quiet">Pause</Button>
          <ToolbarSpacer />
          <IconButton icon={Ellipsis} label="More about the run" />
        </Toolbar>
      </Section>
    </>
  );
}
