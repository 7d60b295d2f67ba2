import { Columns3, List, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Checkbox } from '#renderer/ui/fields/checkbox.tsx';
import { Combobox } from '#renderer/ui/fields/combobox.tsx';
import { DraftConflict } from '#renderer/ui/fields/draft-conflict.tsx';
import { ListField } from '#renderer/ui/fields/list-field.tsx';
import { MapField } from '#renderer/ui/fields/map-field.tsx';
import { NumberField } from '#renderer/ui/fields/number-field.tsx';
import { SearchField } from '#renderer/ui/fields/search-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { Switch } from '#renderer/ui/fields/switch.tsx';
import { TextArea } from '#renderer/ui/fields/text-area.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { longText } from './samples.tsx';
import { Fields, Row, Section } from './section.tsx';

const agents = [
  { value: 'claude', label: 'Claude Code', hint: '2.1' },
  { value: 'codex', label: 'Codex' },
  { value: 'gemini', label: 'Gemini CLI', isDisabled: true, hint: 'not found' },
] as const;

export function TextFields(): ReactNode {
  const [text, setText] = useState('Add caching to the catalogue');
  const [count, setCount] = useState<number | null>(3);
  const [query, setQuery] = useState('');
  const [agent, setAgent] = useState<'claude' | 'codex' | 'gemini' | null>('claude');
  return (
    <>
      <Section title="TextField, TextArea, Select">
        <Fields>
          <TextField label="Title" value={text} onChange={setText} />
          <TextField
            label="Branch"
            value=""
            onChange={setText}
            placeholder="epic/auth"
            isCode
            description="Made from main when the epic starts."
          />
          <TextField
            label="Command"
            value="npm tset"
            onChange={setText}
            isCode
            error="There is no script named tset. Choose one of package.json."
          />
          <TextField label="Locked" value="Set by the file" onChange={setText} disabled />
          <TextArea label="Description" value={longText} onChange={setText} />
          <TextArea
            label="Notes"
            value=""
            onChange={setText}
            placeholder="What the agent should know"
          />
          <Select label="Agent" value={agent} options={agents} onChange={setAgent} />
          <Select label="Reviewer" value={null} options={agents} onChange={setAgent} />
          <Combobox label="Find an agent" value={agent} options={agents} onChange={setAgent} />
          <NumberField
            label="At most"
            value={count}
            onChange={setCount}
            min={1}
            max={16}
            unit="tasks"
          />
          <NumberField label="Spend" value={null} onChange={setCount} unit="USD" isDisabled />
          <Select label="Off" value="codex" options={agents} onChange={setAgent} isDisabled />
        </Fields>
      </Section>
      <ListsAndMaps />
      <Section title="SearchField">
        <Row>
          <SearchField label="Filter tasks" shortcut="/" value={query} onChange={setQuery} />
          <SearchField
            label="Filter with suggestions"
            value={query}
            onChange={setQuery}
            suggestions={[
              { text: 'is:blocked', hint: 'does not go on by itself' },
              { text: 'is:done', hint: 'is closed' },
            ]}
          />
          <SearchField label="Filter runs" value="auth" onChange={setQuery} className="w-xs" />
        </Row>
      </Section>
    </>
  );
}

function ListsAndMaps(): ReactNode {
  const [patterns, setPatterns] = useState<readonly string[]>(['.env*', longText]);
  const [byType, setByType] = useState<Readonly<Record<string, string>>>({ test: 'claude' });
  const [variables, setVariables] = useState<Readonly<Record<string, string>>>({
    LOG_LEVEL: 'debug',
    A_VARIABLE_WITH_A_NAME_THAT_IS_LONGER_THAN_ITS_PLACE: '',
  });
  return (
    <Section title="ListField, MapField, DraftConflict">
      <Fields>
        <ListField
          label="Files to copy"
          description="Only what git ignores is copied."
          entry="pattern"
          isCode
          items={patterns}
          onChange={setPatterns}
        />
        <ListField
          label="Wrong folders"
          error="../secrets lies outside of the repository."
          entry="folder"
          isCode
          items={['../secrets']}
          onChange={setPatterns}
        />
        <ListField label="Empty list" entry="line" items={[]} onChange={setPatterns} />
        <ListField label="Locked" entry="line" items={['one']} isDisabled onChange={setPatterns} />
        <MapField
          draftName="gallery/agents"
          label="Agents by label"
          description="A label without an entry goes to the agent of its name."
          nameLabel="type"
          valueLabel="agent"
          options={agents}
          entries={byType}
          onChange={setByType}
        />
        <MapField
          draftName="gallery/environment"
          label="Environment"
          nameLabel="variable"
          valueLabel="value"
          entries={variables}
          onChange={setVariables}
        />
        <MapField
          draftName="gallery/locked"
          label="Locked map"
          nameLabel="variable"
          valueLabel="value"
          entries={{ LOG_LEVEL: 'debug' }}
          isDisabled
          onChange={setVariables}
        />
        <TextField
          label="Changed elsewhere"
          value="Mine"
          onChange={() => undefined}
          description={
            <DraftConflict
              theirs="What somebody else wrote"
              onKeepMine={() => undefined}
              onTakeTheirs={() => undefined}
            />
          }
        />
      </Fields>
    </Section>
  );
}

export function Choices(): ReactNode {
  const [isOn, setOn] = useState(true);
  const [view, setView] = useState<'board' | 'list'>('board');
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  return (
    <Section title="Checkbox, Switch, SegmentedControl">
      <Row>
        <Checkbox label="On" isChecked={isOn} onChange={setOn} />
        <Checkbox label="Off" isChecked={!isOn} onChange={(next) => setOn(!next)} />
        <Checkbox label="Some" isChecked={false} isMixed onChange={setOn} />
        <Checkbox label="Cannot" isChecked={false} isDisabled onChange={setOn} />
        <Checkbox label="Cannot, on" isChecked isDisabled onChange={setOn} />
        <Checkbox
          label="The tests of the module pass"
          description="Checked by the app."
          isChecked={isOn}
          onChange={setOn}
        />
      </Row>
      <div className="flex max-w-md flex-col gap-3">
        <Switch label="Notify me" isOn={isOn} onChange={setOn} />
        <Switch
          label="Push finished epics"
          description="Only the epic branch is pushed, never main."
          isOn={!isOn}
          onChange={(next) => setOn(!next)}
        />
        <Switch label="Not here" isOn={false} isDisabled onChange={setOn} />
      </div>
      <Row>
        <SegmentedControl
          label="View"
          value={view}
          onChange={setView}
          options={[
            { value: 'board', label: 'Board', icon: Columns3 },
            { value: 'list', label: 'List', icon: List },
          ]}
        />
        <SegmentedControl
          label="Theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'light', label: 'Light', icon: Sun },
            { value: 'dark', label: 'Dark', icon: Moon },
          ]}
        />
        <SegmentedControl
          label="Locked view"
          value={view}
          isDisabled
          onChange={setView}
          options={[
            { value: 'board', label: 'Board' },
            { value: 'list', label: 'List' },
          ]}
        />
      </Row>
    </Section>
  );
}
