import type { Migration } from '../migrate';

/**
 * The words of the messages are found anew: now whole messages, every character of scripts without spaces between words, and pictures such as emoji
 * (`So`). The index fills itself from the messages.
 */
export const wordsAnew: Migration = {
  version: 6,
  name: '0006-words-anew',
  up(db) {
    db.exec(`
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'", prefix = '2 3'
);
`);
  },
};
