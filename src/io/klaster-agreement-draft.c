/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement-draft.h"
#include "klaster-agreement.h"
#include "klaster-odt-writer.h"
#include "klaster-template.h"
#include "klaster-translation.h"

/* Where nothing is recorded there is a line to write on, as in the text of templates. */
#define BLANK "________"
/* A paragraph is parted here: what follows stands at the right edge. */
#define PART " | "
/* Fewer words than that are no sentence. */
#define SENTENCE_WORDS 4

typedef struct
{
  KlasterOdtWriter *writer;
  KlasterSnapshot *snapshot;
  KlasterRow *agreement;
  KlasterTemplate *template;
  const char *date;
  const char *title; /* "": it has none */
  KlasterLanguage language;
} Draft;

static KlasterRow *
get_institution (Draft            *self,
                 const KlasterRow *row,
                 guint             column)
{
  return klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION, klaster_row_get_integer (row, column));
}

static char *
name_institution (Draft            *self,
                  const KlasterRow *row,
                  guint             column)
{
  KlasterRow *institution = get_institution (self, row, column);

  return institution != NULL ? klaster_record_dup_name (self->snapshot, institution, self->language) : g_strdup ("");
}

static void
append_part (GString    *text,
             const char *separator,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

/* The same behind something that stands there already */
static void
append_after (GString    *text,
              const char *separator,
              const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", separator, part);
}

/* One line for each party: name, role, address, contact person */
static void
add_party_list (Draft *self)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (self->snapshot, klaster_row_get_id (self->agreement));

  klaster_odt_writer_begin_list (self->writer, TRUE);
  for (guint i = 0; i < MAX (parties->len, 2); i++)
    {
      KlasterRow *party = i < parties->len ? g_ptr_array_index (parties, i) : NULL;
      KlasterRow *institution = party != NULL ? get_institution (self, party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID) : NULL;
      g_autofree char *name = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      if (institution == NULL)
        {
          klaster_odt_writer_add_item (self->writer, BLANK BLANK BLANK, NULL);
          continue;
        }
      name = klaster_record_dup_name (self->snapshot, institution, self->language);
      append_after (text, ", ", klaster_row_get_text (party, KLASTER_AGREEMENT_PARTY_ROLE));
      append_after (text, ", ", klaster_row_get_text (institution, KLASTER_INSTITUTION_ADDRESS));
      append_after (text, ", ", klaster_row_get_text (institution, KLASTER_INSTITUTION_CONTACT_PERSON));
      klaster_odt_writer_add_item (self->writer, name, text->str);
    }
  klaster_odt_writer_end_list (self->writer);
}

static const KlasterRow *
find_clause_of_template (GPtrArray  *rows,
                         const char *clause)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (klaster_row_get_text (rows->pdata[i], KLASTER_TEMPLATE_CLAUSE_CLAUSE), clause) == 0)
      return rows->pdata[i];

  return NULL;
}

/* Whether evidence says only where a paper has the clause (“§ 4”, “Preamble”), which is not its wording. */
static gboolean
is_reference (const char *evidence)
{
  g_auto (GStrv) words = g_strsplit_set (evidence, " \n\t", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    n += *words[i] != '\0';

  return n < SENTENCE_WORDS || g_str_has_prefix (evidence, "§");
}

/* What a clause says: the words that are recorded, in the language of the draft while they are still the template's, else
 * what the template says */
static const char *
get_wording (Draft            *self,
             const KlasterRow *template,
             const char       *clause)
{
  KlasterRow *row = klaster_agreement_find_clause (self->snapshot, klaster_row_get_id (self->agreement), clause);
  const char *evidence = row != NULL ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE) : NULL;
  const char *own = klaster_template_translate (template, KLASTER_TEMPLATE_CLAUSE_TEXT_UZ, evidence, self->language);

  if (own == NULL && evidence != NULL && (template == NULL || !is_reference (evidence)))
    own = evidence;
  if (own == NULL && template != NULL)
    own = klaster_row_get_name (template, KLASTER_TEMPLATE_CLAUSE_TEXT_UZ, self->language);

  return own != NULL && *own != '\0' ? own : BLANK;
}

static void
add_clauses (Draft *self)
{
  g_autoptr (GPtrArray) texts = klaster_template_list_clauses (self->template);
  const char *const *clauses = klaster_schema_get_tokens ("clauses");

  for (guint i = 0; clauses[i] != NULL; i++)
    {
      g_autofree char *sentence = g_strdup_printf (". %s", get_wording (self, find_clause_of_template (texts, clauses[i]),
                                                                        clauses[i]));

      klaster_odt_writer_add_clause (self->writer, klaster_vocabulary_get_name (self->snapshot, "clauses", clauses[i],
                                                                                self->language), sentence);
    }
}

/* (transfer full) (nullable): a row of template_obligation, of the draft's template before any other */
static KlasterRow *
find_obligation_of_template (Draft      *self,
                             const char *key)
{
  g_autoptr (GPtrArray) own = klaster_template_list_obligations (self->template);
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; key != NULL && i < own->len; i++)
    if (g_strcmp0 (klaster_row_get_text (own->pdata[i], KLASTER_TEMPLATE_OBLIGATION_KEY), key) == 0)
      return klaster_row_ref (own->pdata[i]);
  all = key != NULL ? klaster_template_list_all_obligations (self->snapshot) : NULL;
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const KlasterTemplate *obligation = all->pdata[i];

      if (g_strcmp0 (klaster_row_get_text (obligation->row, KLASTER_TEMPLATE_OBLIGATION_KEY), key) == 0)
        return klaster_row_ref (obligation->row);
    }

  return NULL;
}

/* What stands in a column of an obligation, in the language of the draft while it is still the template's */
static const char *
get_obligation_text (Draft            *self,
                     const KlasterRow *obligation,
                     guint             column,
                     const KlasterRow *template,
                     guint             template_column)
{
  const char *text = klaster_row_get_text (obligation, column);
  const char *own = klaster_template_translate (template, template_column, text, self->language);

  return own != NULL ? own : text;
}

static void
add_obligations (Draft *self)
{
  static const guint weights[] = { 3, 15, 10, 8, 8 };
  KlasterLanguage language = self->language;
  const char *headings[] = {
    /* Translators: heading of the column that numbers the rows of a printed list. */
    klaster_translate_c (language, "list", "No."),
    klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, FALSE, language),
    klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_INSTITUTION_ID, language),
    klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_DUE, language),
    klaster_vocabulary_get_column_name (KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_UNIT, language),
  };
  g_autoptr (GPtrArray) obligations = klaster_agreement_list_obligations (self->snapshot, klaster_row_get_id (self->agreement));
  guint n = 0;

  klaster_odt_writer_begin_table (self->writer, headings, weights, G_N_ELEMENTS (weights));
  for (guint i = 0; i < obligations->len; i++)
    {
      KlasterRow *row = g_ptr_array_index (obligations, i);
      const char *day = klaster_row_get_text (row, KLASTER_OBLIGATION_DUE);
      g_autofree char *number = NULL;
      g_autofree char *party = name_institution (self, row, KLASTER_OBLIGATION_INSTITUTION_ID);
      g_autofree char *words = day != NULL ? klaster_date_format_long (day, language) : NULL;
      g_autoptr (KlasterRow) template = NULL;
      g_autoptr (GString) due = g_string_new (words);

      /* What was waived nobody takes on: it must not stand in a text that is going to be signed. */
      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), "waived") == 0)
        continue;
      number = g_strdup_printf ("%u", ++n);
      template = find_obligation_of_template (self, klaster_row_get_text (row, KLASTER_OBLIGATION_TEMPLATE));
      append_part (due, ", ", get_obligation_text (self, row, KLASTER_OBLIGATION_PERIOD, template,
                                                   KLASTER_TEMPLATE_OBLIGATION_PERIOD_UZ));
      klaster_odt_writer_add_row (self->writer, (const char *const[]) {
        number, get_obligation_text (self, row, KLASTER_OBLIGATION_TEXT, template, KLASTER_TEMPLATE_OBLIGATION_TEXT_UZ),
        party, due->str,
        klaster_row_get_text (row, KLASTER_OBLIGATION_UNIT),
      }, G_N_ELEMENTS (weights));
    }
  /* Room to write on, when none are agreed on yet */
  for (; n < 3; n++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n + 1);

      klaster_odt_writer_add_row (self->writer, (const char *const[]) { number, "", "", "", "" }, G_N_ELEMENTS (weights));
    }
  klaster_odt_writer_end_table (self->writer);
}

static void
add_contributions (Draft *self)
{
  KlasterReferrerIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_odt_writer_begin_list (self->writer, FALSE);
  klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_AGREEMENT_ID,
                              klaster_row_get_id (self->agreement));
  while (klaster_referrer_iter_next (&iter, &row))
    {
      g_autofree char *giver = name_institution (self, row, KLASTER_CONTRIBUTION_GIVER_ID);
      const char *kind = klaster_row_get_text (row, KLASTER_CONTRIBUTION_KIND);
      const char *unit = klaster_row_get_text (row, KLASTER_CONTRIBUTION_UNIT);
      g_autoptr (GString) text = g_string_new (NULL);

      if (kind != NULL)
        append_after (text, ": ", klaster_vocabulary_get_name (self->snapshot, "contribution_kinds", kind, self->language));
      if (!klaster_row_is_null (row, KLASTER_CONTRIBUTION_QUANTITY))
        {
          g_autofree char *quantity = g_strdup_printf ("%.10g%s%s", klaster_row_get_real (row, KLASTER_CONTRIBUTION_QUANTITY),
                                                       unit != NULL ? " " : "", unit != NULL ? unit : "");

          append_after (text, ", ", quantity);
        }
      append_after (text, ", ", klaster_row_get_text (row, KLASTER_CONTRIBUTION_TEXT));
      klaster_odt_writer_add_item (self->writer, *giver != '\0' ? giver : BLANK, text->str);
      n++;
    }
  if (n == 0)
    klaster_odt_writer_add_item (self->writer, NULL, BLANK BLANK BLANK);
  klaster_odt_writer_end_list (self->writer);
}

static void
add_signatures (Draft *self)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (self->snapshot, klaster_row_get_id (self->agreement));
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < MAX (parties->len, 2); i++)
    {
      KlasterRow *party = i < parties->len ? g_ptr_array_index (parties, i) : NULL;
      KlasterRow *institution = party != NULL ? get_institution (self, party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID) : NULL;
      g_autofree char *name = NULL;
      GString *text = g_string_new (NULL);

      if (institution != NULL)
        {
          name = klaster_record_dup_name (self->snapshot, institution, self->language);
          append_part (text, "\n", name);
          append_part (text, "\n", klaster_row_get_text (institution, KLASTER_INSTITUTION_ADDRESS));
          append_part (text, "\n", klaster_row_get_text (institution, KLASTER_INSTITUTION_PHONE));
        }
      else
        g_string_append (text, BLANK BLANK);
      g_ptr_array_add (blocks, g_string_free (text, FALSE));
    }
  klaster_odt_writer_add_signatures (self->writer, (const char *const *) blocks->pdata, blocks->len,
                                     klaster_translate (self->language, "Name, signature, date, seal"));
}

static void
add_block (Draft      *self,
           const char *name)
{
  static const struct
  {
    const char *name;
    void (*add) (Draft *self);
  } blocks[] = {
    { "party_list", add_party_list }, { "clauses", add_clauses }, { "obligations", add_obligations },
    { "contributions", add_contributions }, { "signatures", add_signatures },
  };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (g_str_equal (name, blocks[i].name))
      blocks[i].add (self);
}

/* Below a heading paragraphs are clauses with numbers of their own. */
static void
add_paragraph (Draft      *self,
               const char *text,
               gboolean    numbered)
{
  g_auto (GStrv) parts = g_strsplit (text, PART, 2);
  g_autofree char *parted = g_strjoinv ("\t", parts);

  if (numbered)
    klaster_odt_writer_add_clause (self->writer, NULL, parted);
  else
    klaster_odt_writer_add_paragraph (self->writer, parted);
}

/* Paragraphs with empty lines between; "# " begins a heading, "- " an item of a list. */
static void
add_body (Draft      *self,
          const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);
  gboolean in_list = FALSE, numbered = FALSE;

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      char *paragraph = g_strstrip (paragraphs[i]);
      gboolean item = g_str_has_prefix (paragraph, "- ");
      const char *block;

      if (*paragraph == '\0')
        continue;
      if (in_list && !item)
        klaster_odt_writer_end_list (self->writer);
      if (item && !in_list)
        klaster_odt_writer_begin_list (self->writer, FALSE);
      in_list = item;
      if (item)
        {
          g_auto (GStrv) items = g_strsplit (paragraph, "\n- ", -1);

          for (guint k = 0; items[k] != NULL; k++)
            klaster_odt_writer_add_item (self->writer, NULL, items[k] + (k == 0 ? 2 : 0));
        }
      else if (klaster_template_is_block (paragraph, &block))
        add_block (self, block);
      else if (g_str_has_prefix (paragraph, "# "))
        {
          klaster_odt_writer_add_heading (self->writer, paragraph + 2);
          numbered = TRUE;
        }
      else
        add_paragraph (self, paragraph, numbered);
    }
  if (in_list)
    klaster_odt_writer_end_list (self->writer);
}

/* What stands above the text: the kind, the number, what it is about */
static void
add_head (Draft *self)
{
  const char *kind = klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_KIND);
  const char *number = klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_NUMBER);
  /* “Other” is no name of a paper. */
  const char *name = kind != NULL && !g_str_equal (kind, "other")
                       ? klaster_vocabulary_get_name (self->snapshot, "agreement_kinds", kind, self->language)
                                  : klaster_vocabulary_get_table_name (KLASTER_TABLE_AGREEMENT, FALSE, self->language);
  g_autofree char *line = g_strdup_printf ("%s № %s", name, number != NULL ? number : BLANK);

  klaster_odt_writer_add_title (self->writer, line);
  if (*self->title != '\0')
    klaster_odt_writer_add_subtitle (self->writer, self->title);
}

/* The text of the template; what the agreement took over from it stands in the language of the draft. */
static char *
make_body (Draft *self)
{
  const char *basis = klaster_template_translate (self->template->row, KLASTER_TEMPLATE_LEGAL_BASIS_UZ,
                                                  klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_LEGAL_BASIS),
                                                  self->language);
  GString *text = g_string_new (klaster_row_get_name (self->template->row, KLASTER_TEMPLATE_BODY_UZ, self->language));
  char *body;

  if (basis != NULL)
    g_string_replace (text, "{{legal_basis}}", basis, 0);
  if (*self->title != '\0')
    g_string_replace (text, "{{title}}", self->title, 0);
  body = klaster_template_fill (text->str, self->snapshot, self->agreement, self->date, self->language);
  g_string_free (text, TRUE);

  return body;
}

/**
 * klaster_agreement_draft_write:
 * @snapshot: the content
 * @agreement_id: an agreement
 * @date: today, a valid date
 * @language: in which the text is
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the document, the same bytes for the same content
 */
GBytes *
klaster_agreement_draft_write (KlasterSnapshot  *snapshot,
                               gint64            agreement_id,
                               const char       *date,
                               KlasterLanguage   language,
                               GError          **error)
{
  KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, agreement_id);
  g_autoptr (KlasterTemplate) template = NULL;
  g_autofree char *own_title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;
  Draft draft = { .snapshot = snapshot, .agreement = agreement, .date = date, .language = language };

  g_return_val_if_fail (klaster_date_is_valid (date), NULL);

  if (agreement == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The agreement is no longer there"));
      return NULL;
    }
  template = klaster_template_find_for (snapshot, agreement, date);
  if (template == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no template for an agreement of this kind"));
      return NULL;
    }
  draft.template = template;
  own_title = klaster_template_translate_title (template, snapshot, agreement, date, language);
  draft.title = own_title != NULL ? own_title : klaster_row_get_text (agreement, KLASTER_AGREEMENT_TITLE);
  if (draft.title == NULL)
    draft.title = "";
  name = klaster_record_dup_name (snapshot, agreement, language);
  draft.writer = klaster_odt_writer_new (name, date, language);
  add_head (&draft);
  body = make_body (&draft);
  add_body (&draft, body);

  return klaster_odt_writer_end (draft.writer, error);
}
