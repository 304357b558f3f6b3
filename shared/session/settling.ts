/**
 * How long a question has to stand before it takes an answer, in milliseconds: longer than the second half of a double click or a repeated key
 * takes, shorter than reading anything. Sooner, what was meant for something else would answer it unread.
 */
export const SETTLING_MS = 600;
