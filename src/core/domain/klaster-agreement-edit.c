/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement-edit.h"

static void
add_party (KlasterEdit *edit,
           gint64       agreement_id,
           gint64       institution_id)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_PARTY);

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                    KLASTER_INTEGER (agreement_id));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                    KLASTER_INTEGER (institution_id));
}

/* The integrator of the cluster, which is a party to nearly everything; 0: there is none. */
static gint64
find_hub (KlasterSnapshot *snapshot)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), "integrator") == 0)
      return klaster_row_get_id (row);

  return 0;
}

/* The party of that kind, when there is just one; 0 else. */
static gint64
find_party (KlasterSnapshot *snapshot,
            GArray          *parties,
            const char      *kind)
{
  gint64 found = 0;

  for (guint i = 0; kind && i < parties->len; i++)
    {
      gint64 id = g_array_index (parties, gint64, i);
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id);

      if (row == NULL || g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), kind) != 0)
        continue;
      if (found != 0)
        return 0;
      found = id;
    }

  return found;
}

static void
set_text (KlasterEdit  *edit,
          KlasterTable  table,
          gint64        id,
          guint         column,
          const char   *text)
{
  if (text && *text)
    klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

/* "{{parties}}" is the one placeholder of a title that is known before the agreement is there. */
static char *
make_title (KlasterSnapshot       *snapshot,
            const KlasterTemplate *template,
            GArray                *parties,
            KlasterLanguage        language)
{
  const char *title = klaster_row_get_name (template->row, KLASTER_TEMPLATE_TITLE_UZ, language);
  g_autoptr (GString) names = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < parties->len; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, g_array_index (parties, gint64, i));

      if (row)
        g_string_append_printf (names, "%s%s", names->len > 0 ? " – " : "",
                                klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language));
    }
  /* Without parties a title that names them would have a hole. */
  if (names->len == 0 && strstr (title, "{{"))
    return g_strdup (klaster_row_get_name (template->row, KLASTER_TEMPLATE_NAME_UZ, language));

  parts = g_strsplit (title, "{{parties}}", -1);
  return g_strjoinv (names->str, parts);
}

static void
add_from_template (KlasterEdit           *edit,
                   KlasterSnapshot       *snapshot,
                   const KlasterTemplate *template,
                   GArray                *parties,
                   KlasterLanguage        language,
                   gint64                 id)
{
  static const struct
  {
    guint from;
    guint to;
  } copied[] = {
    { KLASTER_TEMPLATE_NOTICE_DAYS, KLASTER_AGREEMENT_NOTICE_DAYS },
    { KLASTER_TEMPLATE_AREAS, KLASTER_AGREEMENT_AREAS },
    { KLASTER_TEMPLATE_TASKS, KLASTER_AGREEMENT_TASKS },
  };
  g_autoptr (GPtrArray) clauses = klaster_template_list_clauses (template);
  g_autoptr (GPtrArray) obligations = klaster_template_list_obligations (template);
  g_autofree char *title = make_title (snapshot, template, parties, language);

  set_text (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_TITLE, title);
  set_text (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_LEGAL_BASIS,
            klaster_row_get_name (template->row, KLASTER_TEMPLATE_LEGAL_BASIS_UZ, language));
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++)
    if (!klaster_row_is_null (template->row, copied[i].from))
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, copied[i].to, klaster_row_get_value (template->row, copied[i].from));

  for (guint i = 0; i < clauses->len; i++)
    {
      const KlasterRow *row = clauses->pdata[i];
      gint64 clause = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_CLAUSE);

      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (id));
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_CLAUSE,
                        klaster_row_get_value (row, KLASTER_TEMPLATE_CLAUSE_CLAUSE));
      /* Nobody has checked yet that the paper says so. */
      set_text (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_STATE, "unknown");
      set_text (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_EVIDENCE,
                klaster_row_get_name (row, KLASTER_TEMPLATE_CLAUSE_TEXT_UZ, language));
    }
  for (guint i = 0; i < obligations->len; i++)
    {
      const KlasterRow *row = obligations->pdata[i];

      gint64 obligation = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);

      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, obligation, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (id));
      klaster_agreement_edit_fill_obligation (edit, obligation, row,
                                              find_party (snapshot, parties,
                                                          klaster_row_get_text (row, KLASTER_TEMPLATE_OBLIGATION_PARTY_KIND)),
                                              language);
    }
}

/**
 * klaster_agreement_edit_fill_obligation:
 * @edit: an edit that is being built
 * @id: an obligation that @edit adds
 * @template: a row of template_obligation
 * @party: the institution that takes it on, or 0
 * @language: language of the texts
 */
void
klaster_agreement_edit_fill_obligation (KlasterEdit      *edit,
                                        gint64            id,
                                        const KlasterRow *template,
                                        gint64            party,
                                        KlasterLanguage   language)
{
  g_return_if_fail (edit != NULL && template != NULL);
  g_return_if_fail (klaster_row_get_table (template) == KLASTER_TABLE_TEMPLATE_OBLIGATION);

  if (party != 0)
    klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_INSTITUTION_ID, KLASTER_INTEGER (party));
  set_text (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEMPLATE,
            klaster_row_get_text (template, KLASTER_TEMPLATE_OBLIGATION_KEY));
  set_text (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEXT,
            klaster_row_get_name (template, KLASTER_TEMPLATE_OBLIGATION_TEXT_UZ, language));
  set_text (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_AREA,
            klaster_row_get_text (template, KLASTER_TEMPLATE_OBLIGATION_AREA));
  set_text (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_PERIOD,
            klaster_row_get_name (template, KLASTER_TEMPLATE_OBLIGATION_PERIOD_UZ, language));
  set_text (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, "open");
}

/**
 * klaster_agreement_edit_terminate:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): agreements
 * @n_ids: their number
 * @date: (nullable): the day from which on they are no longer in force; %NULL takes a termination back
 *
 * Returns: (transfer full): an edit
 */
KlasterEdit *
klaster_agreement_edit_terminate (KlasterSnapshot *snapshot,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  const char      *date)
{
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL && (ids != NULL || n_ids == 0), NULL);

  edit = klaster_edit_new (date ? _("Terminate agreement") : _("Take back the termination"));
  for (guint i = 0; i < n_ids; i++)
    if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, ids[i]))
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, ids[i], KLASTER_AGREEMENT_TERMINATED_ON,
                        date ? KLASTER_TEXT (date) : KLASTER_NULL);

  return edit;
}

/**
 * klaster_agreement_edit_add:
 * @snapshot: content of the project
 * @kind: (nullable): a token of agreement_kinds
 * @template: (nullable): what it begins with
 * @parties: (array length=n_parties): institutions that conclude it
 * @n_parties: their number
 * @language: language of the template's texts
 * @id: (out) (optional): the new agreement
 *
 * It begins as a draft. To a single institution the hub of the cluster is added, which is nearly always the other party.
 *
 * Returns: (transfer full): an edit
 */
KlasterEdit *
klaster_agreement_edit_add (KlasterSnapshot       *snapshot,
                            const char            *kind,
                            const KlasterTemplate *template,
                            const gint64          *parties,
                            guint                  n_parties,
                            KlasterLanguage        language,
                            gint64                *id)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterEdit *edit;
  gint64 new_id, hub;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (parties != NULL || n_parties == 0, NULL);

  edit = klaster_edit_new (_("Add agreement"));
  new_id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  set_text (edit, KLASTER_TABLE_AGREEMENT, new_id, KLASTER_AGREEMENT_KIND, kind);
  hub = n_parties == 1 ? find_hub (snapshot) : 0;
  if (hub != 0 && hub != parties[0])
    g_array_append_val (all, hub);
  if (n_parties > 0)
    g_array_append_vals (all, parties, n_parties);
  for (guint i = 0; i < all->len; i++)
    add_party (edit, new_id, g_array_index (all, gint64, i));
  if (template)
    add_from_template (edit, snapshot, template, all, language, new_id);
  if (id)
    *id = new_id;

  return edit;
}
