// Words of a text: what a line is found by.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTokens, matchesTokens, tokens, tokenSearch } from '../../src/model/tokens.js';

describe('tokens', () => {
  it.each([
    ['Order placed : 1 objects', ['order', 'placed', '1', 'objects']],
    ['BENOÎT.Tostain@shop.fr', ['benoit', 'tostain', 'shop', 'fr']],
    ['straße ĳ ﬁn Ⅷ', ['straße', 'ij', 'fin', 'viii']],
    ['日本語 Привет', ['日本語', 'привет']],
    ['[TU90QMLVYXD5UMZYUQ==]', ['tu90qmlvyxd5umzyuq']],
    ['-- : ==', []],
  ])('of %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('of their own words are the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = tokens(text);
        expect(tokens(words.join(' '))).toEqual(words);
      }),
      { numRuns: 500 },
    );
  });

  it('of a line include those of its continuation and its ID', () => {
    const line = { message: 'Exception', continuation: 'at buy.php:5', transaction: 'TU8AB==' };
    expect(eventTokens(line)).toEqual(['exception', 'at', 'buy', 'php', '5', 'tu8ab']);
  });
});

describe('a search', () => {
  const line = tokens('Production Process Error : Customer support course');

  it.each(['', 'prod', 'production', 'error cust', 'COURSE process', 'support support'])(
    '%j is answered',
    (words) => {
      expect(matchesTokens(line, tokenSearch(words))).toBe(true);
    },
  );

  it.each(['roduction', 'prod error', 'course nothing', 'errors'])('%j is not answered', (words) => {
    expect(matchesTokens(line, tokenSearch(words))).toBe(false);
  });
});
