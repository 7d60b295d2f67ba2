import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';

function show(text: string): string {
  return renderToStaticMarkup(<Markdown text={text} onOpenLink={() => undefined} />);
}

describe('Markdown', () => {
  it('shows raw HTML as text', () => {
    const html = show('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> and <b>bold</b>');
    expect(html).not.toMatch(/<script|<img|<b>/);
    expect(html).toContain('&lt;script&gt;');
  });

  it('makes no anchors: a link is a button that says where it leads', () => {
    const html = show('[the docs](https://example.org/a)');
    expect(html).not.toContain('<a');
    expect(html).toMatch(/<button[^>]*>the docs<\/button>/);
    expect(html).toContain('(https://example.org/a)');
  });

  it('lets nothing be pressed that is no page of the web', () => {
    const html = show('[press](javascript:alert(1)) [file](file:///etc/passwd)');
    expect(html).not.toContain('<button');
    expect(html).toContain('javascript:alert(1)');
  });

  it('makes links text where nobody would open them', () => {
    const html = renderToStaticMarkup(<Markdown text="[the docs](https://example.org/a)" />);
    expect(html).not.toMatch(/<a|<button/);
  });

  it('loads no images, and says that there was one', () => {
    const html = show('![a picture](https://example.org/p.png)');
    expect(html).not.toMatch(/<img|src=/);
    expect(html).toContain('a picture');
  });

  it('keeps the headings of a text out of the outline of the view', () => {
    expect(show('# One\n\n### Three')).not.toMatch(/<h\d/);
  });

  it('shows tables and task lists', () => {
    const html = show('| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] done');
    expect(html).toContain('<td>1</td>');
    expect(html).toMatch(/<input[^>]*checked/);
  });
});
