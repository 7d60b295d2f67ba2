import { z } from 'zod';

/** A {@link Failure} as it crosses between host and page. */
export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  action: z.string(),
  place: z
    .object({
      file: z.string(),
      line: z.int().exactOptional(),
      column: z.int().exactOptional(),
      text: z.string().exactOptional(),
    })
    .exactOptional(),
  details: z.object({ title: z.string(), lines: z.array(z.string()).readonly() }).exactOptional(),
});
export type WireFailure = z.infer<typeof failureSchema>;

/** The schema of a {@link Result}: what a user can cause comes back as a value, never as an exception. */
export function resultSchema<Value extends z.ZodType>(
  value: Value,
): z.ZodDiscriminatedUnion<
  [
    z.ZodObject<{ ok: z.ZodLiteral<true>; value: Value }>,
    z.ZodObject<{ ok: z.ZodLiteral<false>; error: typeof failureSchema }>,
  ]
> {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failureSchema }),
  ]);
}

/** The result of a command that has no value when it worked. */
export const doneSchema = resultSchema(z.null());
/** What every call about one workspace names. */
export const inWorkspace = z.object({ workspaceId: z.string().min(1) });
