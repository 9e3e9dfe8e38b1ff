/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-obligation-group.h"
#include "klaster-side-panel.h"

struct _KlasterObligationGroup
{
  KlasterRecordGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterObligationGroup, klaster_obligation_group, KLASTER_TYPE_RECORD_GROUP)

static gboolean
is_settled (const KlasterRow *row)
{
  const char *state = klaster_row_get_text (row, KLASTER_OBLIGATION_STATE);

  return g_strcmp0 (state, "done") == 0 || g_strcmp0 (state, "waived") == 0;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const KlasterRow *first = *(const KlasterRow *const *) a;
  const KlasterRow *second = *(const KlasterRow *const *) b;
  const char *first_due = klaster_row_get_text (first, KLASTER_OBLIGATION_DUE);
  const char *second_due = klaster_row_get_text (second, KLASTER_OBLIGATION_DUE);
  int difference = is_settled (first) - is_settled (second);

  /* Without a day they come after those with one. */
  if (difference == 0)
    difference = (first_due == NULL) - (second_due == NULL);
  if (difference == 0)
    difference = g_strcmp0 (first_due, second_due);
  if (difference == 0)
    difference = klaster_row_get_id (first) < klaster_row_get_id (second) ? -1 : 1;

  return difference;
}

static GPtrArray *
klaster_obligation_group_list_items (KlasterRecordGroup *group,
                                     KlasterSnapshot    *snapshot,
                                     gint64              record)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_INSTITUTION_ID, record);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (rows, klaster_row_ref (row));
  g_ptr_array_sort (rows, compare_rows);

  return rows;
}

static GtkWidget *
klaster_obligation_group_make_content (KlasterRecordGroup *group,
                                       KlasterSnapshot    *snapshot,
                                       gint64              record,
                                       gpointer            item,
                                       KlasterTable       *table,
                                       gint64             *id)
{
  KlasterLanguage language = klaster_language_get_default ();
  const char *state = klaster_row_get_text (item, KLASTER_OBLIGATION_STATE);
  const char *due = klaster_row_get_text (item, KLASTER_OBLIGATION_DUE);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));
  g_autofree char *title = klaster_record_describe (snapshot, item, language);
  g_autofree char *day = due ? klaster_date_format (due, language) : NULL;
  /* Translators: %s is the day until which something has to be done */
  g_autofree char *subtitle = day ? g_strdup_printf (_("Due %s"), day) : NULL;
  gboolean overdue = klaster_obligation_is_overdue (item, today);
  const char *text = overdue ? C_("obligation", "overdue")
                             : state ? klaster_vocabulary_get_name (snapshot, "obligation_states", state, language) : NULL;

  *table = KLASTER_TABLE_OBLIGATION;
  *id = klaster_row_get_id (item);

  return klaster_record_content_new (NULL, title, subtitle,
                                     text ? klaster_pill_new (text, overdue ? "error"
                                                                            : g_strcmp0 (state, "done") == 0 ? "success" : NULL)
                                          : NULL,
                                     FALSE);
}

static const char *
klaster_obligation_group_get_all_title (guint n_items)
{
  return ngettext ("All %u obligation", "All %u obligations", n_items);
}

static void
klaster_obligation_group_class_init (KlasterObligationGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->max_rows = 4;
  group_class->list_items = klaster_obligation_group_list_items;
  group_class->make_content = klaster_obligation_group_make_content;
  group_class->get_all_title = klaster_obligation_group_get_all_title;
}

static void
klaster_obligation_group_init (KlasterObligationGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Obligations"));
}
