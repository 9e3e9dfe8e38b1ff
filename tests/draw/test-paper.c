/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "draw-support.h"
#include "klaster-content.h"
#include "klaster-paper-document.h"
#include "klaster-paper-writer.h"
#include "klaster-sample.h"

#define DATE "2026-11-21"

static const KlasterPaperSetup upright = { KLASTER_PAPER_A4, FALSE, KLASTER_LANGUAGE_EN, DATE, 1 };

static guint
count_text (const char *text,
            const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + strlen (part), part))
    n++;
  return n;
}

/* The texts of all pages, with %NULL at the end */
static char **
get_pages (KlasterPaper *paper)
{
  guint n_pages = klaster_paper_get_n_pages (paper);
  char **pages = g_new0 (char *, n_pages + 1);

  for (guint page = 0; page < n_pages; page++)
    pages[page] = klaster_paper_get_text (paper, page);
  return pages;
}

static char *
get_all_text (KlasterPaper *paper)
{
  g_auto (GStrv) pages = get_pages (paper);

  return g_strjoinv ("", pages);
}

/* Nothing lies outside of the page, and no text on other text */
static void
assert_within (KlasterPaper *paper)
{
  double width, height;

  klaster_paper_get_size (paper, &width, &height);
  for (guint page = 0; page < klaster_paper_get_n_pages (paper); page++)
    {
      GArray *items = g_ptr_array_index (paper->pages, page);

      for (guint i = 0; i < items->len; i++)
        {
          const KlasterPaperItem *a = &g_array_index (items, KlasterPaperItem, i);

          g_assert_cmpfloat (a->x, >=, 0);
          g_assert_cmpfloat (a->y, >=, 0);
          g_assert_cmpfloat (a->x + a->width, <=, width);
          g_assert_cmpfloat (a->y + a->height, <=, height - 20);
          for (guint k = 0; k < i && a->type == KLASTER_PAPER_ITEM_TEXT; k++)
            {
              const KlasterPaperItem *b = &g_array_index (items, KlasterPaperItem, k);

              g_assert_true (b->type != KLASTER_PAPER_ITEM_TEXT || a->x + 0.01 >= b->x + b->width
                             || b->x + 0.01 >= a->x + a->width || a->y + 0.01 >= b->y + b->height
                             || b->y + 0.01 >= a->y + a->height);
            }
        }
    }
}

static KlasterPaper *
make_table (guint n_rows,
            guint n_words)
{
  const KlasterPaperColumn columns[] = {
    { .title = "Headnumber", .align = KLASTER_PAPER_END }, { .title = "Headtext", .weight = 1 }, { .title = "Headword" },
  };
  KlasterPaperWriter *writer = klaster_paper_writer_new (&upright, "Title", "Subject");
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (words, "w%uw ", i);
  klaster_paper_writer_add_heading (writer, 1, "Heading");
  klaster_paper_writer_begin_table (writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("r%ur", i);
      g_autofree char *text = g_strdup_printf ("t%ut %s", i, words->str);

      if (i % 50 == 0)
        {
          g_autofree char *group = g_strdup_printf ("g%ug", i);

          klaster_paper_writer_add_group (writer, group);
        }
      klaster_paper_writer_add_row (writer, (const char *const[]) { number, text, i % 3 == 0 ? NULL : "word" });
    }
  g_assert_true (klaster_paper_writer_end_table (writer, NULL));
  return klaster_paper_writer_end (writer);
}

/* Every row stands on exactly one page, whole; headings come again on every page, groups where they go on. */
static void
test_table (void)
{
  g_autoptr (KlasterPaper) paper = make_table (400, 24);
  guint n_pages = klaster_paper_get_n_pages (paper);
  g_auto (GStrv) pages = get_pages (paper);
  g_autofree char *text = g_strjoinv ("", pages);
  guint last_page = 0;

  g_assert_cmpuint (n_pages, >, 10);
  assert_within (paper);
  g_assert_cmpuint (count_text (text, "Headnumber"), ==, n_pages);
  g_assert_cmpuint (count_text (text, "Headtext"), ==, n_pages);
  g_assert_cmpuint (count_text (text, "Heading\n"), ==, 1);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *number = g_strdup_printf ("r%ur", i);
      g_autofree char *cell = g_strdup_printf ("t%ut", i);

      g_assert_cmpuint (count_text (text, number), ==, 1);
      g_assert_cmpuint (count_text (text, cell), ==, 1);
      for (guint page = 0; page < n_pages; page++)
        {
          g_assert_cmpint (strstr (pages[page], number) != NULL, ==, strstr (pages[page], cell) != NULL);
          if (strstr (pages[page], number) != NULL)
            {
              g_assert_cmpuint (page, >=, last_page);
              last_page = page;
            }
        }
    }
  /* The last word of each row, so none was cut */
  g_assert_cmpuint (count_text (text, "w23w"), ==, 400);
  g_assert_cmpuint (count_text (text, "(continued)"), >, 0);
  for (guint i = 0; i < 400; i += 50)
    {
      g_autofree char *group = g_strdup_printf ("g%ug\n", i);

      g_assert_cmpuint (count_text (text, group), ==, 1);
    }
  for (guint page = 0; page < n_pages; page++)
    {
      g_autofree char *foot = g_strdup_printf ("Page %u of %u\n", page + 1, n_pages);

      g_assert_true (g_str_has_suffix (pages[page], foot));
      g_assert_cmpuint (count_text (pages[page], "Title"), ==, 1);
    }
}

/* Rows taller than a page go on overleaf, line by line. */
static void
test_tall_rows (void)
{
  g_autoptr (KlasterPaper) paper = make_table (3, 3000);
  guint n_pages = klaster_paper_get_n_pages (paper);
  g_autofree char *text = get_all_text (paper);

  g_assert_cmpuint (n_pages, >, 3);
  assert_within (paper);
  g_assert_cmpuint (count_text (text, "Headtext"), ==, n_pages);
  for (guint i = 0; i < 3000; i += 7)
    {
      g_autofree char *word = g_strdup_printf ("w%uw", i);

      g_assert_cmpuint (count_text (text, word), ==, 3);
    }
}

static void
test_no_rows (void)
{
  g_autoptr (KlasterPaper) paper = make_table (0, 0);
  g_autofree char *text = get_all_text (paper);

  g_assert_cmpuint (klaster_paper_get_n_pages (paper), ==, 1);
  g_assert_cmpuint (count_text (text, "Headtext"), ==, 1);
  g_assert_null (strstr (text, "Page"));
}

/* 10,000 rows: all there, and an end after a cancel. */
static void
test_many_rows (void)
{
  g_autoptr (KlasterPaper) paper = make_table (10000, 3);
  g_autofree char *text = get_all_text (paper);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const KlasterPaperColumn column = { .title = "Text" };
  g_autoptr (KlasterPaperWriter) writer = klaster_paper_writer_new (&upright, "Title", NULL);

  for (guint i = 0; i < 10000; i += 97)
    {
      g_autofree char *number = g_strdup_printf ("r%ur", i);

      g_assert_cmpuint (count_text (text, number), ==, 1);
    }
  g_cancellable_cancel (cancellable);
  klaster_paper_writer_begin_table (writer, &column, 1);
  for (guint i = 0; i < 1000; i++)
    klaster_paper_writer_add_row (writer, (const char *const[]) { "text" });
  g_assert_false (klaster_paper_writer_end_table (writer, cancellable));
}

/* Whatever the number of rows: the last one, often a sum, has another one above it on its page. */
static void
test_last_row (void)
{
  const KlasterPaperColumn column = { .title = "Heading", .weight = 1 };

  for (guint n = 2; n < 120; n++)
    {
      KlasterPaperWriter *writer = klaster_paper_writer_new (&upright, "Title", NULL);
      g_autoptr (KlasterPaper) paper = NULL;
      g_autofree char *text = NULL;

      klaster_paper_writer_begin_table (writer, &column, 1);
      for (guint i = 0; i < n; i++)
        klaster_paper_writer_add_row (writer, (const char *const[]) { "anotherrow" });
      g_assert_true (klaster_paper_writer_end_table (writer, NULL));
      paper = klaster_paper_writer_end (writer);
      assert_within (paper);
      text = klaster_paper_get_text (paper, klaster_paper_get_n_pages (paper) - 1);
      g_test_message ("%u rows, %u pages", n, klaster_paper_get_n_pages (paper));
      g_assert_cmpuint (count_text (text, "anotherrow"), >=, 2);
    }
}

/* @n_before lines, then a table of @n_rows of one line each */
static KlasterPaper *
make_table_below (guint n_before,
                  guint n_rows)
{
  const KlasterPaperColumn column = { .title = "Heading", .weight = 1 };
  KlasterPaperWriter *writer = klaster_paper_writer_new (&upright, "Title", NULL);

  for (guint i = 0; i < n_before; i++)
    klaster_paper_writer_add_note (writer, "before");
  klaster_paper_writer_begin_table (writer, &column, 1);
  for (guint i = 0; i < n_rows; i++)
    klaster_paper_writer_add_row (writer, (const char *const[]) { "onlyrow" });
  g_assert_true (klaster_paper_writer_end_table (writer, NULL));

  return klaster_paper_writer_end (writer);
}

/* Wherever it begins: a short table is not torn apart. */
static void
test_short_table (void)
{
  for (guint n = 20; n < 60; n++)
    {
      g_autoptr (KlasterPaper) paper = make_table_below (n, 9);
      guint n_pages = klaster_paper_get_n_pages (paper);
      g_autofree char *last = klaster_paper_get_text (paper, n_pages - 1);

      assert_within (paper);
      g_assert_cmpuint (count_text (last, "onlyrow"), ==, 9);
    }
}

/* A row that takes half a page begins where there is room for some of it, and no line of it goes overleaf alone. */
static void
test_half_page_row (void)
{
  const KlasterPaperColumn columns[] = { { .title = "Name" }, { .title = "Text", .weight = 1 } };

  for (guint n = 25; n < 41; n++)
    {
      KlasterPaperWriter *writer = klaster_paper_writer_new (&upright, "Title", NULL);
      g_autoptr (GString) words = g_string_new (NULL);
      g_autoptr (KlasterPaper) paper = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      guint n_first, n_second;

      for (guint i = 0; i < n; i++)
        klaster_paper_writer_add_note (writer, "before");
      for (guint i = 0; i < 35; i++)
        g_string_append (words, "manyline\n");
      g_string_append (words, "manyline");
      klaster_paper_writer_begin_table (writer, columns, G_N_ELEMENTS (columns));
      klaster_paper_writer_add_row (writer, (const char *const[]) { "Notes", words->str });
      g_assert_true (klaster_paper_writer_end_table (writer, NULL));
      paper = klaster_paper_writer_end (writer);
      assert_within (paper);
      first = klaster_paper_get_text (paper, 0);
      second = klaster_paper_get_n_pages (paper) > 1 ? klaster_paper_get_text (paper, 1) : g_strdup ("");
      n_first = count_text (first, "manyline");
      n_second = count_text (second, "manyline");
      g_test_message ("%u lines before: %u and %u", n, n_first, n_second);
      g_assert_cmpuint (n_first + n_second, ==, 36);
      g_assert_cmpuint (n_first, >, 2);
      g_assert_cmpuint (n_second, !=, 1);
    }
}

/* “№” stays with its number, and the space between them is one that people search for. */
static void
test_number_sign (void)
{
  const KlasterPaperFont font = { 9, FALSE };
  const char *text = "School № 10 of the town";
  double width = klaster_paper_text_measure (&font, "School № ");
  g_autofree char *first = klaster_paper_text_get_lines (&font, text, width, 0, 1);
  g_autofree char *second = klaster_paper_text_get_lines (&font, text, width, 1, 1);

  g_assert_cmpstr (g_strchomp (first), ==, "School");
  g_assert_true (g_str_has_prefix (second, "№ 10"));
}

/* More columns than fit: words are broken, nothing lies outside or is lost. */
static void
test_many_columns (void)
{
  KlasterPaperColumn columns[30];
  char *cells[30];
  g_autoptr (KlasterPaper) paper = NULL;
  KlasterPaperWriter *writer = klaster_paper_writer_new (&upright, "Title", NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 30; i++)
    {
      columns[i] = (KlasterPaperColumn) { .title = "Heading", .weight = 1 };
      cells[i] = g_strdup_printf ("Averylongword%02u", i);
    }
  klaster_paper_writer_begin_table (writer, columns, 30);
  klaster_paper_writer_add_row (writer, (const char *const *) cells);
  g_assert_true (klaster_paper_writer_end_table (writer, NULL));
  paper = klaster_paper_writer_end (writer);
  assert_within (paper);
  text = get_all_text (paper);
  for (const char *p = text; *p != '\0'; p++)
    if (*p != '\n')
      g_string_append_c (joined, *p);
  for (guint i = 0; i < 30; i++)
    {
      g_assert_cmpuint (count_text (joined->str, cells[i]), ==, 1);
      g_free (cells[i]);
    }
}

static KlasterSnapshot *
get_sample (void)
{
  g_autoptr (GBytes) content = klaster_sample_make_content (DATE, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, &error);

  g_assert_no_error (error);
  return klaster_snapshot_apply (empty, delta);
}

static KlasterPaperOptions
get_options (KlasterPaperDocument document,
             KlasterLanguage      language)
{
  return (KlasterPaperOptions) {
    .document = document, .landscape = klaster_paper_document_is_landscape (document), .language = language, .date = DATE,
    .id = document == KLASTER_PAPER_AGREEMENT ? 3251 : 0,
  };
}

/* All documents in all languages: every agreement and member stands there, pages hold what they say, the PDF is the same
 * each time. */
static void
test_documents (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint document = 0; document < KLASTER_N_PAPER_DOCUMENTS; document++)
    for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
      {
        KlasterPaperOptions options = get_options (document, language);
        g_autoptr (GError) error = NULL;
        g_autoptr (KlasterPaper) paper = klaster_paper_document_new (snapshot, &options, NULL, &error);
        g_autofree char *text = NULL;

        g_assert_no_error (error);
        if (document != KLASTER_PAPER_MAP && document != KLASTER_PAPER_GRAPH && document != KLASTER_PAPER_TIMELINE)
          assert_within (paper);
        text = get_all_text (paper);
        /* What is drawn is told in words as well. */
        if (document == KLASTER_PAPER_MAP || document == KLASTER_PAPER_GRAPH)
          g_assert_nonnull (strstr (text, klaster_row_get_name (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, 1001),
                                                                KLASTER_INSTITUTION_NAME_UZ, language)));
        if (document == KLASTER_PAPER_TIMELINE)
          {
            guint n_lines = 0;

            for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
              n_lines++;
            g_assert_cmpuint (n_lines, >, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_AGREEMENT));
          }
        if (document == KLASTER_PAPER_REGISTER)
          {
            KlasterRowIter iter;
            KlasterRow *row;

            klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
            while (klaster_row_iter_next (&iter, &row))
              if (klaster_row_get_text (row, KLASTER_AGREEMENT_NUMBER) != NULL)
                {
                  g_autofree char *cell = g_strdup_printf ("\n%s\n", klaster_row_get_text (row, KLASTER_AGREEMENT_NUMBER));

                  g_assert_nonnull (strstr (text, cell));
                }
          }
      }
}

/* The register of the reference project in all languages: every party of every agreement stands there with its whole
 * name, titles and obligations too, on no more pages than there is text for. */
static void
test_register (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    for (guint landscape = 0; landscape < 2; landscape++)
      {
        KlasterPaperOptions options = get_options (KLASTER_PAPER_REGISTER, language);
        g_autoptr (KlasterPaper) paper = NULL;
        g_autofree char *text = NULL;
        KlasterRowIter iter;
        KlasterRow *row;

        options.landscape = landscape;
        paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
        assert_within (paper);
        g_assert_cmpuint (klaster_paper_get_n_pages (paper), >=, 2);
        g_assert_cmpuint (klaster_paper_get_n_pages (paper), <=, 8);
        text = get_all_text (paper);
        klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY);
        while (klaster_row_iter_next (&iter, &row))
          {
            gint64 id = klaster_row_get_integer (row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID);
            g_autofree char *name = klaster_record_describe (snapshot, klaster_snapshot_lookup (snapshot,
                                                                                                KLASTER_TABLE_INSTITUTION, id),
                                                             language);

            g_assert_nonnull (strstr (text, name));
          }
        klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
        while (klaster_row_iter_next (&iter, &row))
          if (klaster_row_get_text (row, KLASTER_AGREEMENT_TITLE) != NULL)
            g_assert_nonnull (strstr (text, klaster_row_get_text (row, KLASTER_AGREEMENT_TITLE)));
      }
}

static char *
without_spaces (const char *text)
{
  GString *left = g_string_new (NULL);

  for (; *text; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (left, *text);

  return g_string_free (left, FALSE);
}

/* The goal of an agreement stands on its sheet to its last word, however long it is. */
static void
test_goal (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  KlasterPaperOptions options = get_options (KLASTER_PAPER_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterPaper) paper = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;
  g_autofree char *goal = NULL;

  options.id = 3001;
  paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  all = get_all_text (paper);
  text = without_spaces (all);
  goal = without_spaces (klaster_row_get_text (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, 4001), KLASTER_GOAL_TEXT));
  g_assert_cmpuint (strlen (goal), >, 100);
  g_assert_nonnull (strstr (text, goal));
}

/* Columns are as wide as makes rows low: the addresses of the sample, shorter than its names and kinds, get their line, and so
 * 47 members fit on two sheets. */
static void
test_low_rows (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      KlasterPaperOptions options = get_options (KLASTER_PAPER_MEMBERS, language);
      g_autoptr (KlasterPaper) paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
      g_autofree char *text = get_all_text (paper);

      assert_within (paper);
      for (guint i = 1; i < 10; i++)
        {
          g_autofree char *address = g_strdup_printf ("Chirchiq, block %u\n", i);

          g_assert_nonnull (strstr (text, address));
        }
      if (language == KLASTER_LANGUAGE_EN || language == KLASTER_LANGUAGE_UZ)
        g_assert_cmpuint (klaster_paper_get_n_pages (paper), ==, 2);
    }
}

static const char *
find_bytes (GBytes     *bytes,
            const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, strlen (text));
}

/* The file says in which language it is, and its last table of contents leads to where that stands. */
static void
test_pdf_language (void)
{
  static const char *const entries[KLASTER_N_LANGUAGES] = { "/Lang (uz-Latn)", "/Lang (uz-Cyrl)", "/Lang (ru)", "/Lang (en)" };
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      KlasterPaperOptions options = get_options (KLASTER_PAPER_REGISTER, language);
      g_autoptr (KlasterPaper) paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
      g_autoptr (GBytes) bytes = klaster_paper_to_pdf (paper, NULL, NULL);
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size), *at = find_bytes (bytes, entries[language]), *start, *place;
      g_autofree char *tail = g_strndup (data + size - 24, 24);
      guint64 table, object;

      g_assert_nonnull (at);
      start = strstr (tail, "startxref\n");
      g_assert_nonnull (start);
      table = g_ascii_strtoull (start + strlen ("startxref\n"), NULL, 10);
      g_assert_cmpuint (table, <, size);
      g_assert_true (g_str_has_prefix (data + table, "xref\n"));
      /* "xref", the number of the object, where it begins */
      place = strchr (data + table + strlen ("xref\n"), '\n') + 1;
      object = g_ascii_strtoull (place, NULL, 10);
      g_assert_cmpuint (object, <, (guint64) (at - data));
      g_assert_cmpint (memcmp (strchr (data + object, ' '), " 0 obj\n", 7), ==, 0);
      g_assert_nonnull (g_strstr_len (data + object, at - data - (gssize) object, "/Type /Catalog"));
    }
}

/* Where the map shows many members as one, a sheet more shows them apart; a part that was asked for stands alone. */
static void
test_map_parts (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  KlasterPaperOptions options = get_options (KLASTER_PAPER_MAP, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterPaper) whole = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  g_autoptr (KlasterPaper) part = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (klaster_paper_get_n_pages (whole), ==, 2);
  assert_within (whole);
  text = klaster_paper_get_text (whole, 1);
  g_assert_nonnull (strstr (text, "Enlarged part with 36 members"));

  options.has_bbox = TRUE;
  options.west = 69.4;
  options.south = 41.3;
  options.east = 69.8;
  options.north = 41.6;
  part = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  g_assert_cmpuint (klaster_paper_get_n_pages (part), ==, 1);
}

/* A name that no list in the window would show in full is on paper to its end, in lists, on the sheet and where it is signed;
 * obligations follow the calendar, and who gives what stands there, too. */
static void
test_whole_names (void)
{
  static const char *const days[] = { NULL, "2026-12-01", "2026-03-01", "2026-07-01" };
  g_autoptr (KlasterSnapshot) sample = get_sample ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Long names");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_name = g_strnfill (180, 'n');
  const char *at = NULL;

  for (guint i = 5; i < 180; i += 6)
    long_name[i] = ' ';
  memcpy (long_name + 175, "enden", 5);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1101, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (long_name));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, 3101, KLASTER_AGREEMENT_TITLE, KLASTER_TEXT (long_name));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);
      g_autofree char *text = g_strdup_printf ("due%udue", i);

      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (3101));
      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEXT, KLASTER_TEXT (text));
      if (days[i] != NULL)
        klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_DUE, KLASTER_TEXT (days[i]));
    }
  {
    gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_CONTRIBUTION);

    klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, id, KLASTER_CONTRIBUTION_AGREEMENT_ID, KLASTER_INTEGER (3101));
    klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, id, KLASTER_CONTRIBUTION_TEXT, KLASTER_TEXT ("nineeasels"));
  }
  delta = klaster_edit_resolve (edit, sample, &error);
  g_assert_no_error (error);
  snapshot = klaster_snapshot_apply (sample, delta);
  for (guint document = 0; document < KLASTER_N_PAPER_DOCUMENTS; document++)
    {
      KlasterPaperOptions options = get_options (document, KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterPaper) paper = NULL;
      g_autofree char *text = NULL;

      if (document != KLASTER_PAPER_MEMBERS && document != KLASTER_PAPER_REGISTER && document != KLASTER_PAPER_AGREEMENT)
        continue;
      options.id = document == KLASTER_PAPER_AGREEMENT ? 3101 : 0;
      paper = klaster_paper_document_new (snapshot, &options, NULL, &error);
      g_assert_no_error (error);
      assert_within (paper);
      text = get_all_text (paper);
      g_assert_null (strstr (text, "…"));
      /* In the title, the table of parties and above the line to sign on */
      g_assert_cmpuint (count_text (text, "enden"), >=, document == KLASTER_PAPER_AGREEMENT ? 3 : 1);
      if (document == KLASTER_PAPER_AGREEMENT)
        {
          static const char *const order[] = { "due2due", "due3due", "due1due", "due0due", "nineeasels" };

          at = text;
          for (guint i = 0; i < G_N_ELEMENTS (order); i++)
            {
              at = strstr (at, order[i]);
              g_assert_nonnull (at);
            }
        }
    }
}

static void
test_languages (void)
{
  static const char *const kinds[KLASTER_N_LANGUAGES] = { "Umumiy oʻrta taʼlim maktabi", "Умумий ўрта таълим мактаби",
                                                          "Общеобразовательная школа", "General secondary school" };
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      KlasterPaperOptions options = get_options (KLASTER_PAPER_MEMBERS, language);
      g_autoptr (KlasterPaper) paper = NULL;
      g_autofree char *text = NULL;
      g_autofree char *group = NULL;

      options.grouping = KLASTER_PAPER_BY_KIND;
      paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
      text = get_all_text (paper);
      group = g_strdup_printf ("\n%s\n", kinds[language]);
      g_assert_nonnull (strstr (text, group));
    }
}

static void
test_choice (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  KlasterPaperOptions options = get_options (KLASTER_PAPER_MEMBERS, KLASTER_LANGUAGE_EN);
  const gint64 ids[] = { 1011, 1001, 999999 };
  const guint columns[] = { KLASTER_INSTITUTION_STUDENTS, KLASTER_INSTITUTION_NAME_UZ };
  g_autoptr (KlasterPaper) paper = NULL;
  g_autofree char *text = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  options.ids = ids;
  options.n_ids = G_N_ELEMENTS (ids);
  options.columns = columns;
  options.n_columns = G_N_ELEMENTS (columns);
  paper = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  text = get_all_text (paper);
  first = klaster_record_describe (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, 1011),
                                   KLASTER_LANGUAGE_EN);
  second = klaster_record_describe (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, 1001),
                                    KLASTER_LANGUAGE_EN);
  g_assert_nonnull (strstr (text, first));
  g_assert_nonnull (strstr (text, second));
  g_assert_true (strstr (text, first) < strstr (text, second));
  g_assert_nonnull (strstr (text, "Pupils or students"));
  g_assert_null (strstr (text, "Kind"));
}

/* The same bytes for the same document, with the day it is about as its date; title and outline are in the file. */
static void
test_pdf (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  KlasterPaperOptions options = get_options (KLASTER_PAPER_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterPaper) first = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  g_autoptr (KlasterPaper) second = klaster_paper_document_new (snapshot, &options, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GBytes) bytes = klaster_paper_to_pdf (first, NULL, &error);
  g_autoptr (GBytes) again = klaster_paper_to_pdf (second, NULL, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpmem (data, 5, "%PDF-", 5);
  g_assert_true (pdf_contains (data, size, "CreationDate (20261121"));
  g_assert_true (pdf_contains (data, size, "/Outlines"));
  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_paper_to_pdf (first, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refusals (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  KlasterPaperOptions options = get_options (KLASTER_PAPER_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (GError) error = NULL;
  KlasterPaperSize size;

  g_assert_null (klaster_paper_document_new (snapshot, &options, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (klaster_paper_size_parse ("a3", &size));
  g_assert_cmpint (size, ==, KLASTER_PAPER_A3);
  g_assert_false (klaster_paper_size_parse ("A5", &size));
  for (guint document = 0; document < KLASTER_N_PAPER_DOCUMENTS; document++)
    if (document != KLASTER_PAPER_AGREEMENT)
      {
        KlasterPaperOptions empty = get_options (document, KLASTER_LANGUAGE_RU);
        g_autoptr (KlasterPaper) paper = klaster_paper_document_new (snapshot, &empty, NULL, NULL);

        g_assert_nonnull (paper);
        g_assert_cmpuint (klaster_paper_get_n_pages (paper), ==, 1);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/table", test_table);
  g_test_add_func ("/paper/tall-rows", test_tall_rows);
  g_test_add_func ("/paper/no-rows", test_no_rows);
  g_test_add_func ("/paper/many-rows", test_many_rows);
  g_test_add_func ("/paper/last-row", test_last_row);
  g_test_add_func ("/paper/many-columns", test_many_columns);
  g_test_add_func ("/paper/documents", test_documents);
  g_test_add_func ("/paper/register", test_register);
  g_test_add_func ("/paper/goal", test_goal);
  g_test_add_func ("/paper/languages", test_languages);
  g_test_add_func ("/paper/choice", test_choice);
  g_test_add_func ("/paper/pdf", test_pdf);
  g_test_add_func ("/paper/refusals", test_refusals);
  g_test_add_func ("/paper/short-table", test_short_table);
  g_test_add_func ("/paper/half-page-row", test_half_page_row);
  g_test_add_func ("/paper/pdf-language", test_pdf_language);
  g_test_add_func ("/paper/map-parts", test_map_parts);
  g_test_add_func ("/paper/low-rows", test_low_rows);
  g_test_add_func ("/paper/number-sign", test_number_sign);
  g_test_add_func ("/paper/whole-names", test_whole_names);
  return g_test_run ();
}
