import { z } from 'zod';
import { readForeignText } from '#main/system/foreign-file.ts';

const manifestSchema = z.object({ scripts: z.record(z.string(), z.string()).optional() });

/** The scripts of a repository's package manifest; none where there is no manifest that can be read. */
export async function manifestScripts(root: string): Promise<Readonly<Record<string, string>>> {
  const limits = { maximumBytes: 1024 ** 2, links: 'inside' } as const;
  const read = await readForeignText(root, 'package.json', limits);
  if (!read.ok || read.value === null) return {};
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(read.value.text));
    return parsed.success ? (parsed.data.scripts ?? {}) : {};
  } catch {
    return {};
  }
}
