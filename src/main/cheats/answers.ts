/** What the right product says of itself where an answer is hidden: in refs that an agent must not see. */
export const answerNote = 'Adds prices: the hidden answer.';

/** The note of a plant's right product that makes it say {@link answerNote}. */
export const hiddenNote = 'the hidden answer';
