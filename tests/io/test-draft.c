/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "klaster-agreement-draft.h"
#include "klaster-agreement-edit.h"
#include "klaster-agreement.h"
#include "klaster-content.h"
#include "klaster-edit.h"
#include "klaster-odt-writer.h"
#include "klaster-sample.h"
#include "klaster-template.h"

#define DATE "2026-11-21"

/* The files of a document by name; the first name must be that of its type, as it is required to be. */
static GHashTable *
read_document (GBytes *document)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  const char *data = g_bytes_get_data (document, NULL);

  g_assert_cmpmem (data + 30, 47, "mimetypeapplication/vnd.oasis.opendocument.text", 47);
  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, data, g_bytes_get_size (document)), ==, ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      gsize size = (gsize) archive_entry_size (entry);
      char *text = g_malloc0 (size + 1);

      g_assert_cmpint (archive_read_data (archive, text, size), ==, (la_ssize_t) size);
      g_hash_table_insert (files, g_strdup (archive_entry_pathname (entry)), text);
    }
  g_assert_cmpint (archive_errno (archive), ==, 0);
  archive_read_free (archive);
  g_assert_cmpuint (g_hash_table_size (files), ==, 5);

  return files;
}

/* The text of the content, which must be XML, as must be the rest */
static char *
read_text (GBytes *document)
{
  static const char *const names[] = { "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml" };
  g_autoptr (GHashTable) files = read_document (document);
  char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *xml = g_hash_table_lookup (files, names[i]);
      xmlDoc *parsed;

      g_assert_nonnull (xml);
      parsed = xmlReadMemory (xml, (int) strlen (xml), names[i], NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
      g_assert_nonnull (parsed);
      if (i == 0)
        {
          xmlChar *content = xmlNodeGetContent (xmlDocGetRootElement (parsed));

          text = g_strdup ((const char *) content);
          xmlFree (content);
        }
      xmlFreeDoc (parsed);
    }

  return text;
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

/* Every agreement of the sample in every language: whole, with its data, no placeholder left over. */
static void
test_sample (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  KlasterRowIter iter;
  KlasterRow *agreement;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &agreement))
    for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
      {
        gint64 id = klaster_row_get_id (agreement);
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) document = klaster_agreement_draft_write (snapshot, id, DATE, language, &error);
        g_autoptr (GBytes) again = klaster_agreement_draft_write (snapshot, id, DATE, language, &error);
        g_autoptr (KlasterTemplate) template = klaster_template_find_for (snapshot, agreement, DATE);
        KlasterReferrerIter obligations;
        KlasterRow *obligation;
        g_autofree char *text = NULL;

        g_assert_no_error (error);
        g_assert_true (g_bytes_equal (document, again));
        text = read_text (document);
        g_assert_null (strstr (text, "{{"));
        if (klaster_row_get_text (agreement, KLASTER_AGREEMENT_TITLE) != NULL)
          g_assert_nonnull (strstr (text, klaster_row_get_text (agreement, KLASTER_AGREEMENT_TITLE)));
        klaster_referrer_iter_init (&obligations, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, id);
        while (klaster_referrer_iter_next (&obligations, &obligation))
          /* Not every template has a place for them: a memorandum binds nobody. */
          if (klaster_row_get_text (obligation, KLASTER_OBLIGATION_TEXT) != NULL && template != NULL
              && g_strcmp0 (klaster_row_get_text (obligation, KLASTER_OBLIGATION_STATE), "waived") != 0
              /* What is the template's stands there in the language of the draft. */
              && (language == KLASTER_LANGUAGE_EN || klaster_row_is_null (obligation, KLASTER_OBLIGATION_TEMPLATE))
              && strstr (klaster_row_get_name (template->row, KLASTER_TEMPLATE_BODY_UZ, language), "{{obligations}}") != NULL)
            g_assert_nonnull (strstr (text, klaster_row_get_text (obligation, KLASTER_OBLIGATION_TEXT)));
      }
}

/* What a party does not take on is not in the text that it signs. */
static void
test_waived (void)
{
  g_autoptr (KlasterSnapshot) sample = get_sample ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Waive one");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 2; i++)
    {
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);

      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (3251));
      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEXT,
                        KLASTER_TEXT (i == 0 ? "Taken on by them" : "Waived by them"));
      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, KLASTER_TEXT (i == 0 ? "open" : "waived"));
    }
  delta = klaster_edit_resolve (edit, sample, &error);
  g_assert_no_error (error);
  snapshot = klaster_snapshot_apply (sample, delta);
  document = klaster_agreement_draft_write (snapshot, 3251, DATE, KLASTER_LANGUAGE_EN, &error);
  g_assert_no_error (error);
  text = read_text (document);
  g_assert_nonnull (strstr (text, "Taken on by them"));
  g_assert_null (strstr (text, "Waived by them"));
}

static char *
write_text (KlasterSnapshot *snapshot,
            gint64           id,
            KlasterLanguage  language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = klaster_agreement_draft_write (snapshot, id, DATE, language, &error);

  g_assert_no_error (error);

  return read_text (document);
}

/* Every template, of the program and of the sample, has all its texts in every language. */
static void
test_templates (void)
{
  static const guint columns[] = { KLASTER_TEMPLATE_NAME_UZ, KLASTER_TEMPLATE_TITLE_UZ, KLASTER_TEMPLATE_BODY_UZ };
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  g_autoptr (GPtrArray) templates = klaster_template_list (snapshot, NULL);

  g_assert_cmpuint (templates->len, >=, 8);
  for (guint i = 0; i < templates->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
      for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
        {
          const KlasterTemplate *template = templates->pdata[i];

          g_assert_nonnull (klaster_row_get_text (template->row, columns[k] + language));
        }
}

/* An agreement that was made from a template in one language: its draft in another is in that one alone, until somebody
 * changes what the template gave. */
static void
test_taken_over (void)
{
  static const gint64 parties[] = { 1011, 1101 };
  g_autoptr (KlasterSnapshot) sample = get_sample ();
  g_autoptr (KlasterTemplate) template = klaster_template_find (sample, "laboratory");
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterEdit) change = klaster_edit_new ("Change a clause");
  g_autoptr (KlasterDelta) changes = NULL;
  g_autoptr (KlasterSnapshot) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *russian = NULL;
  g_autofree char *later = NULL;
  KlasterRow *clause;
  gint64 id;

  edit = klaster_agreement_edit_add (sample, "laboratory", template, parties, G_N_ELEMENTS (parties), KLASTER_LANGUAGE_UZ, &id);
  delta = klaster_edit_resolve (edit, sample, &error);
  g_assert_no_error (error);
  snapshot = klaster_snapshot_apply (sample, delta);
  russian = write_text (snapshot, id, KLASTER_LANGUAGE_RU);
  /* In whatever order the parties come, which have identifiers by chance */
  g_assert_nonnull (strstr (russian, "О Школе-лаборатории"));
  g_assert_nonnull (strstr (russian, "Закон «Об образовании»"));
  g_assert_nonnull (strstr (russian, "Стороны совместно определяют общую цель"));
  g_assert_nonnull (strstr (russian, "Духовно-просветительское направление"));
  g_assert_nonnull (strstr (russian, "раз в четверть"));
  g_assert_null (strstr (russian, "Tomonlar"));
  g_assert_null (strstr (russian, "yoʻnalish"));
  g_assert_null (strstr (russian, "chorakda"));

  clause = klaster_agreement_find_clause (snapshot, id, "common_goal");
  klaster_edit_set (change, KLASTER_TABLE_AGREEMENT_CLAUSE, klaster_row_get_id (clause), KLASTER_AGREEMENT_CLAUSE_EVIDENCE,
                    KLASTER_TEXT ("Tomonlar maqsadni oʻzlari belgilaydilar"));
  changes = klaster_edit_resolve (change, snapshot, &error);
  g_assert_no_error (error);
  changed = klaster_snapshot_apply (snapshot, changes);
  later = write_text (changed, id, KLASTER_LANGUAGE_RU);
  g_assert_nonnull (strstr (later, "Tomonlar maqsadni oʻzlari belgilaydilar"));
  g_assert_null (strstr (later, "Стороны совместно определяют общую цель"));
}

/* “§ 1” says where a paper has a clause, it is not what the clause says. */
static void
test_clauses (void)
{
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();
  g_autoptr (GBytes) document = klaster_agreement_draft_write (snapshot, 3001, DATE, KLASTER_LANGUAGE_EN, NULL);
  g_autoptr (GHashTable) files = read_document (document);
  const char *content = g_hash_table_lookup (files, "content.xml");

  g_assert_null (strstr (content, "§ 1"));
  g_assert_nonnull (strstr (content, "The parties set the common goal together"));
  /* Numbered below their heading by the office program; what announces the table stays with it */
  g_assert_nonnull (strstr (content, "<text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\"><text:span "
                                     "text:style-name=\"Strong\">Common goal</text:span>. The parties"));
  g_assert_nonnull (strstr (content, "<text:h text:style-name=\"Announcement\" text:outline-level=\"2\">The parties take on"));
  /* It counts as one of them; a name is not torn from the line below it. */
  g_assert_nonnull (strstr (content, "style:name=\"Announcement\" style:family=\"paragraph\" style:parent-style-name=\"Heading_20_2\""));
  g_assert_nonnull (strstr (content, "table:style-name=\"Together\""));
  /* The day at the right edge */
  g_assert_nonnull (strstr (content, "<text:tab/>21 November 2023</text:p>"));
}

/* Of two templates of a kind it is the one that the agreement took something from; “other” is no name of a paper. */
static void
test_which_template (void)
{
  g_autoptr (KlasterSnapshot) sample = get_sample ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Lessons");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = write_text (sample, 3265, KLASTER_LANGUAGE_EN);
  g_autofree char *museum = NULL;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);

  g_assert_nonnull (strstr (plain, "Agreement № 51"));
  g_assert_nonnull (strstr (plain, "The agreement is about: Use of the lyceum’s laboratory by school 3."));
  g_assert_null (strstr (plain, "museum"));

  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (3265));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEMPLATE, KLASTER_TEXT ("museum_lessons"));
  delta = klaster_edit_resolve (edit, sample, &error);
  g_assert_no_error (error);
  snapshot = klaster_snapshot_apply (sample, delta);
  museum = write_text (snapshot, 3265, KLASTER_LANGUAGE_EN);
  g_assert_nonnull (strstr (museum, "lessons at the museum"));
}

static void
test_languages (void)
{
  static const char *const kinds[KLASTER_N_LANGUAGES] = { "Dual taʼlim: muassasa va tashkilot № 44",
                                                          "Дуал таълим: муассаса ва ташкилот № 44",
                                                          "Дуальное образование: учреждение и организация № 44",
                                                          "Dual education, institution and organisation № 44" };
  g_autoptr (KlasterSnapshot) snapshot = get_sample ();

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      g_autoptr (GBytes) document = klaster_agreement_draft_write (snapshot, 3251, DATE, language, NULL);
      g_autofree char *text = read_text (document);

      g_assert_nonnull (strstr (text, kinds[language]));
    }
}

/* An agreement of which nothing is known still gives a paper to write on; what XML cannot hold does not break it. */
static void
test_odd_content (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  KlasterEdit *edit = klaster_edit_new ("Add");
  gint64 bare = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  gint64 odd = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GBytes) bare_document = NULL;
  g_autoptr (GBytes) odd_document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bare_text = NULL;
  g_autofree char *odd_text = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, odd, KLASTER_AGREEMENT_KIND, KLASTER_TEXT ("cooperation"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, odd, KLASTER_AGREEMENT_TITLE, KLASTER_TEXT ("A <b> & \"c\"  d\te\nf"));
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);
  klaster_edit_unref (edit);
  snapshot = klaster_snapshot_apply (empty, delta);

  bare_document = klaster_agreement_draft_write (snapshot, bare, DATE, KLASTER_LANGUAGE_EN, &error);
  g_assert_no_error (error);
  bare_text = read_text (bare_document);
  g_assert_nonnull (strstr (bare_text, "________"));
  odd_document = klaster_agreement_draft_write (snapshot, odd, DATE, KLASTER_LANGUAGE_EN, &error);
  g_assert_no_error (error);
  odd_text = read_text (odd_document);
  g_assert_nonnull (strstr (odd_text, "A <b> & \"c\""));

  g_assert_null (klaster_agreement_draft_write (snapshot, 12345, DATE, KLASTER_LANGUAGE_EN, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_control_characters (void)
{
  KlasterOdtWriter *writer = klaster_odt_writer_new ("T\x01\n<&", DATE, KLASTER_LANGUAGE_UZ);
  const char *headings[] = { "a\x02", "]]>" };
  const guint weights[] = { 1, 0 };
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  klaster_odt_writer_add_paragraph (writer, "x\x1f\xef\xbf\xbe y\x0b<z>");
  klaster_odt_writer_begin_table (writer, headings, weights, 2);
  klaster_odt_writer_add_row (writer, (const char *const[]) { NULL, "\x08" }, 2);
  klaster_odt_writer_end_table (writer);
  document = klaster_odt_writer_end (writer, &error);
  g_assert_no_error (error);
  text = read_text (document);
  g_assert_nonnull (strstr (text, "x y<z>"));
  g_assert_nonnull (strstr (text, "]]>"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/sample", test_sample);
  g_test_add_func ("/draft/waived", test_waived);
  g_test_add_func ("/draft/templates", test_templates);
  g_test_add_func ("/draft/taken-over", test_taken_over);
  g_test_add_func ("/draft/clauses", test_clauses);
  g_test_add_func ("/draft/which-template", test_which_template);
  g_test_add_func ("/draft/languages", test_languages);
  g_test_add_func ("/draft/odd-content", test_odd_content);
  g_test_add_func ("/draft/control-characters", test_control_characters);
  return g_test_run ();
}
