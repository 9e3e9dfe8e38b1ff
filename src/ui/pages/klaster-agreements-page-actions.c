/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the agreements that are selected, from the menu of the register and of the timeline. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-agreement-panel.h"
#include "klaster-agreements-page-private.h"
#include "klaster-register-view.h"

static const gint64 *
get_selected (KlasterAgreementsPage *self,
              guint                 *n_ids)
{
  *n_ids = 0;
  if (self->project == NULL || self->selection == NULL ||
      klaster_selection_get_table (self->selection) != KLASTER_TABLE_AGREEMENT)
    return NULL;

  return klaster_selection_get_ids (self->selection, n_ids);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterAgreementsPage *self = data;

  klaster_register_view_copy (KLASTER_REGISTER_VIEW (self->views[0]),
                              g_str_equal (g_action_get_name (G_ACTION (action)), "copy-with-names"));
}

/* Of one the renewal is shown at once: it is what people want to go on with. */
static void
renew_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  KlasterAgreementsPage *self = data;
  guint n_ids;
  const gint64 *ids = get_selected (self, &n_ids);
  gint64 renewal;

  if (n_ids == 0)
    return;

  renewal = klaster_agreement_panel_renew (GTK_WIDGET (self), self->project, ids, n_ids);
  if (renewal != 0)
    {
      klaster_selection_select (self->selection, KLASTER_TABLE_AGREEMENT, renewal);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-field", "s", KLASTER_RENEWAL_FIRST_FIELD);
    }
}

static gboolean
select_parties (KlasterAgreementsPage *self)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  g_autoptr (GArray) parties = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_ids;
  const gint64 *ids = get_selected (self, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    {
      g_autoptr (GPtrArray) rows = klaster_agreement_list_parties (snapshot, ids[i]);

      for (guint j = 0; j < rows->len; j++)
        {
          gint64 id = klaster_row_get_integer (rows->pdata[j], KLASTER_AGREEMENT_PARTY_INSTITUTION_ID);

          if (id != 0)
            g_array_append_val (parties, id);
        }
    }
  if (parties->len == 0)
    return FALSE;

  klaster_selection_set (self->selection, KLASTER_TABLE_INSTITUTION, (const gint64 *) (gpointer) parties->data, parties->len,
                         g_array_index (parties, gint64, parties->len - 1));

  return TRUE;
}

static void
show_parties_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  KlasterAgreementsPage *self = data;

  if (!select_parties (self))
    return;

  if (g_str_equal (g_variant_get_string (parameter, NULL), "map"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-on-map", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", g_variant_get_string (parameter, NULL));
}

/**
 * klaster_agreements_page_update_row_actions:
 * @self: the page
 *
 * Offers what can be done with what is selected now.
 */
void
klaster_agreements_page_update_row_actions (KlasterAgreementsPage *self)
{
  static const char *const any[] = { "copy", "copy-with-names", "show-parties" };
  GActionMap *map = G_ACTION_MAP (self->actions);
  guint n_ids;

  get_selected (self, &n_ids);
  for (guint i = 0; i < G_N_ELEMENTS (any); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, any[i])), n_ids > 0);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "renew")),
                               n_ids > 0 && !klaster_project_is_read_only (self->project));
}

/**
 * klaster_agreements_page_add_row_actions:
 * @self: the page, with its actions
 */
void
klaster_agreements_page_add_row_actions (KlasterAgreementsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "copy", .activate = copy_cb },
    { .name = "copy-with-names", .activate = copy_cb },
    { .name = "renew", .activate = renew_cb },
    { .name = "show-parties", .activate = show_parties_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
