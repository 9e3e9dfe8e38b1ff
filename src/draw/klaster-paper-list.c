/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-paper-document-private.h"
#include "klaster-text.h"
#include "klaster-translation.h"

static void
entry_free (gpointer data)
{
  KlasterPaperEntry *self = data;

  g_free (self->group_key);
  g_free (self->group);
  g_free (self->key);
  g_free (self);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const KlasterPaperEntry *first = *(const KlasterPaperEntry *const *) a;
  const KlasterPaperEntry *second = *(const KlasterPaperEntry *const *) b;
  int order = strcmp (first->group_key, second->group_key);

  if (order == 0)
    order = strcmp (first->key, second->key);
  if (order == 0)
    order = first->position < second->position ? -1 : first->position > second->position;

  return order;
}

/* The title of the group that a row belongs to; *@key sorts it among the others. */
static char *
name_group (KlasterSnapshot           *snapshot,
            const KlasterRow          *row,
            const KlasterPaperOptions *options,
            char                     **key)
{
  gboolean member = klaster_row_get_table (row) == KLASTER_TABLE_INSTITUTION;
  const char *list = NULL, *token = NULL;

  switch (options->grouping)
    {
    case KLASTER_PAPER_BY_ROLE:
      list = "institution_roles";
      token = klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE);
      break;
    case KLASTER_PAPER_BY_KIND:
      list = member ? "institution_kinds" : "agreement_kinds";
      token = klaster_row_get_text (row, member ? KLASTER_INSTITUTION_KIND : KLASTER_AGREEMENT_KIND);
      break;
    case KLASTER_PAPER_BY_STATUS:
      list = "agreement_statuses";
      token = klaster_agreement_get_status (snapshot, row, options->date);
      break;
    case KLASTER_PAPER_BY_DISTRICT:
      {
        const char *text = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
        const KlasterDistrict *district = text != NULL ? klaster_districts_find (text) : NULL;
        const char *name = district != NULL ? district->names[options->language] : text;

        if (name == NULL || *name == '\0')
          {
            /* Those without one come last. */
            *key = g_strdup ("\377");
            return g_strdup (klaster_translate (options->language, "No district given"));
          }
        *key = klaster_text_collate_key (name);
        return g_strdup (name);
      }
    case KLASTER_PAPER_UNGROUPED:
    case KLASTER_N_PAPER_GROUPINGS:
    default:
      *key = g_strdup ("");
      return NULL;
    }

  *key = g_strdup_printf ("%03d", token != NULL ? klaster_tokens_find (klaster_schema_get_tokens (list), token) : 999);

  return token != NULL ? klaster_paper_capitalise (klaster_vocabulary_get_name (snapshot, list, token, options->language))
                       : g_strdup (klaster_translate (options->language, "Not stated"));
}

/* By name, agreements by number; the integrator and the core come before the members where nothing else is asked for. */
static char *
make_key (KlasterSnapshot           *snapshot,
          const KlasterRow          *row,
          const KlasterPaperOptions *options)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (klaster_row_get_table (row) == KLASTER_TABLE_AGREEMENT)
    {
      const char *number = klaster_row_get_text (row, KLASTER_AGREEMENT_NUMBER);

      /* Drafts have none yet. */
      text = number != NULL ? g_strdup (number) : NULL;
      folded = text != NULL ? klaster_text_collate_key (text) : NULL;
      return g_strconcat (text != NULL ? "0" : "1", folded, NULL);
    }
  text = klaster_record_dup_name (snapshot, row, options->language);
  folded = klaster_text_collate_key (text);

  return g_strdup_printf ("%03d%s", klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE), folded);
}

static void
add_entry (GPtrArray                 *entries,
           KlasterSnapshot           *snapshot,
           const KlasterRow          *row,
           const KlasterPaperOptions *options)
{
  KlasterPaperEntry *entry = g_new0 (KlasterPaperEntry, 1);

  entry->id = klaster_row_get_id (row);
  entry->position = entries->len;
  entry->group = name_group (snapshot, row, options, &entry->group_key);
  /* An order that was asked for is kept. */
  entry->key = options->ids != NULL ? g_strdup ("") : make_key (snapshot, row, options);
  g_ptr_array_add (entries, entry);
}

GPtrArray *
klaster_paper_list_entries (KlasterSnapshot           *snapshot,
                            KlasterTable               table,
                            const KlasterPaperOptions *options)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  KlasterRow *row;

  if (options->ids != NULL)
    {
      for (guint i = 0; i < options->n_ids; i++)
        if ((row = klaster_snapshot_lookup (snapshot, table, options->ids[i])) != NULL)
          add_entry (entries, snapshot, row, options);
    }
  else
    {
      KlasterRowIter iter;

      klaster_row_iter_init (&iter, snapshot, table);
      while (klaster_row_iter_next (&iter, &row))
        add_entry (entries, snapshot, row, options);
    }
  g_ptr_array_sort (entries, compare_entries);

  return entries;
}
