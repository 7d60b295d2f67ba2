import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** A utility such as `w-3xs`; columns without one share the rest. */
  readonly width?: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Name of a row that can be opened; by default the text of its cells. */
  readonly rowLabel?: (row: Row) => string;
  readonly selectedKey?: string | null;
  /** Makes rows open on click and Enter; arrow keys walk them. */
  readonly onOpen?: (row: Row) => void;
  /** Instead of the rows when there are none: an EmptyState. */
  readonly empty?: ReactNode;
}

/** Moves the focus to the row above or below. */
function walkRows(event: KeyboardEvent<HTMLTableRowElement>): void {
  const row = event.currentTarget;
  const next = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  }[event.key];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function TableRow<Row>({
  row,
  table,
  isTabStop,
}: {
  readonly row: Row;
  readonly table: DataTableProps<Row>;
  readonly isTabStop: boolean;
}): ReactNode {
  const { columns, onOpen, rowLabel, selectedKey, rowKey } = table;
  const isSelected = selectedKey === rowKey(row);
  const opens = onOpen !== undefined && {
    tabIndex: isTabStop ? 0 : -1,
    'aria-label': rowLabel?.(row),
    'aria-current': isSelected || undefined,
    onClick: () => onOpen(row),
    onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => {
      if (event.target !== event.currentTarget) return;
      if (event.key === 'Enter') onOpen(row);
      else walkRows(event);
    },
  };
  return (
    <tr
      {...opens}
      className={classNames(
        'h-8 border-b border-border focus-inset',
        onOpen !== undefined && 'hover:bg-hover',
        isSelected && 'bg-selected',
      )}
    >
      {columns.map(({ id, cell, align = 'start' }) => (
        <td
          key={id}
          className={classNames(
            'truncate px-3 first:pl-4 last:pr-4',
            align === 'end' && 'text-right tabular',
          )}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Up to a few hundred dense rows with a header that stays; longer lists are virtualised by their view. */
export function DataTable<Row>(table: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, rowKey, selectedKey, empty } = table;
  if (rows.length === 0 && empty !== undefined) return empty;
  const selected = rows.findIndex((row) => rowKey(row) === selectedKey);
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse text-13">
      <thead className="sticky top-0 z-sticky bg-surface">
        <tr className="h-8 border-b border-border">
          {columns.map(({ id, header, width, align = 'start' }) => (
            <th
              key={id}
              scope="col"
              className={classNames(
                'truncate px-3 text-12 font-medium text-faint first:pl-4 last:pr-4',
                align === 'end' ? 'text-right' : 'text-left',
                width,
              )}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <TableRow
            key={rowKey(row)}
            row={row}
            table={table}
            isTabStop={index === Math.max(selected, 0)}
          />
        ))}
      </tbody>
    </table>
  );
}
