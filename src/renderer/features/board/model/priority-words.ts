/** What the priorities mean, from P0 on. They are for people: the order in a column is the one tasks run in. */
export const priorityWords = ['most urgent', 'urgent', 'normal', 'low', 'least urgent'] as const;
