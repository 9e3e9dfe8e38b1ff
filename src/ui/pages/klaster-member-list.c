/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-facet.h"
#include "klaster-filter-popover.h"
#include "klaster-focus.h"
#include "klaster-member-list.h"
#include "klaster-member-row.h"
#include "klaster-row-list.h"
#include "klaster-selection-model.h"
#include "klaster-wrap-box.h"

/* Kinds that get a chip of their own; the others are in the filter's popover. */
#define N_KIND_CHIPS 2

/**
 * KlasterMemberList:
 *
 * The left pane: search, filters with counts, order, and the members found. The filter is the window's, shared with the
 * pages; the selection too.
 *
 * Actions: list.sort (s: "default", "name" or a column of institution), list.descending (b)
 */
struct _KlasterMemberList
{
  GtkWidget parent_instance;

  KlasterQueryModel *members;
  KlasterSelection *selection;
  GPtrArray *chip_kinds;  /* tokens: the kinds with most members */
  GSimpleActionGroup *actions;
  gint64 scrolled_to;
  gboolean asked; /* another query was set since the last result */
  gboolean updating;
  char *date;

  GtkSearchEntry *search_entry;
  GtkMenuButton *filter_button;
  KlasterWrapBox *chips;
  GtkStack *stack;
  KlasterRowList *list_view;
  GMenuModel *row_menu;
  AdwStatusPage *nothing_page;
  GtkToggleButton *unplaced_button;
  GtkLabel *unplaced_label;
  GtkWidget *place_button;
};

G_DEFINE_FINAL_TYPE (KlasterMemberList, klaster_member_list, GTK_TYPE_WIDGET)

static KlasterSnapshot *
get_snapshot (KlasterMemberList *self)
{
  return klaster_project_get_snapshot (klaster_query_model_get_project (self->members));
}

static KlasterQuery *
copy_query (KlasterMemberList *self)
{
  return klaster_query_copy (klaster_query_model_get_query (self->members));
}

/* Rows */

static GtkWidget *
make_row_cb (gpointer data)
{
  return klaster_member_row_new ();
}

static char *
show_row_cb (GtkWidget *row,
             gint64     id,
             gpointer   data)
{
  KlasterMemberList *self = data;
  /* The newest state, with the neighbours that its details count. */
  KlasterRow *institution = klaster_snapshot_lookup (get_snapshot (self), KLASTER_TABLE_INSTITUTION, id);

  return institution != NULL ? klaster_member_row_set (KLASTER_MEMBER_ROW (row), get_snapshot (self), institution, self->date)
                             : NULL;
}

/* Chips */

static void
chip_toggled_cb (GtkToggleButton   *chip,
                 KlasterMemberList *self)
{
  const char *value = g_object_get_data (G_OBJECT (chip), "value");
  KlasterFacet facet = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "facet"));
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating)
    return;

  query = copy_query (self);
  if (value == NULL)
    klaster_query_clear_facets (query);
  else
    klaster_query_set_facet (query, facet, value, gtk_toggle_button_get_active (chip));
  klaster_query_model_set_query (self->members, query);
}

static GtkWidget *
find_chip (KlasterMemberList *self,
           KlasterFacet       facet,
           const char        *value)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
       chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      const char *chip_value = g_object_get_data (G_OBJECT (chip), "value");

      if (g_strcmp0 (chip_value, value) == 0 &&
          (value == NULL || GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "facet")) == (int) facet))
        return chip;
    }

  return NULL;
}

static void
show_chip (KlasterMemberList *self,
           KlasterFacet       facet,
           const char        *value,
           const char        *name,
           guint              count,
           gboolean           active)
{
  GtkWidget *chip = find_chip (self, facet, value);
  /* Translators: a filter button: what, and how many there are: "Schools 22". */
  g_autofree char *label = g_strdup_printf (_("%1$s %2$u"), name, count);

  if (chip == NULL)
    {
      chip = gtk_toggle_button_new ();
      gtk_widget_add_css_class (chip, "chip");
      g_object_set_data_full (G_OBJECT (chip), "value", g_strdup (value), g_free);
      g_object_set_data (G_OBJECT (chip), "facet", GINT_TO_POINTER (facet));
      g_signal_connect (chip, "toggled", G_CALLBACK (chip_toggled_cb), self);
      klaster_wrap_box_append (self->chips, chip);
    }
  g_object_set_data (G_OBJECT (chip), "wanted", GINT_TO_POINTER (TRUE));
  gtk_button_set_label (GTK_BUTTON (chip), label);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
}

/* The kinds with most members, found while nothing is filtered, so that chips do not change while somebody searches. */
static void
choose_chip_kinds (KlasterMemberList        *self,
                   const KlasterQueryResult *result)
{
  const char *const *kinds = klaster_schema_get_tokens ("institution_kinds");

  g_ptr_array_set_size (self->chip_kinds, 0);
  for (guint n = 0; n < N_KIND_CHIPS; n++)
    {
      const char *best = NULL;
      guint best_count = 1;

      for (guint i = 0; kinds[i] != NULL; i++)
        {
          guint count = klaster_query_result_count (result, KLASTER_FACET_KIND, kinds[i]);

          if (count > best_count && !g_ptr_array_find (self->chip_kinds, kinds[i], NULL))
            {
              best = kinds[i];
              best_count = count;
            }
        }
      if (best != NULL)
        g_ptr_array_add (self->chip_kinds, (gpointer) best);
    }
}

static gboolean
has_own_chip (KlasterMemberList *self,
              KlasterFacet       facet,
              const char        *value)
{
  return facet == KLASTER_FACET_ATTENTION || facet == KLASTER_FACET_UNPLACED ||
         (facet == KLASTER_FACET_KIND && g_ptr_array_find_with_equal_func (self->chip_kinds, value, g_str_equal, NULL));
}

static void
update_chips (KlasterMemberList        *self,
              const KlasterQueryResult *result)
{
  KlasterQuery *query = klaster_query_model_get_query (self->members);
  gboolean any = FALSE;
  guint attention = klaster_query_result_count (result, KLASTER_FACET_ATTENTION, "yes");
  gboolean attention_chosen = klaster_query_get_facet (query, KLASTER_FACET_ATTENTION, "yes");
  GtkWidget *chip;

  if (!klaster_query_is_filtered (query) || self->chip_kinds->len == 0)
    choose_chip_kinds (self, result);

  self->updating = TRUE;
  for (chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    g_object_set_data (G_OBJECT (chip), "wanted", NULL);

  /* Translators: a filter button: all members. */
  show_chip (self, 0, NULL, C_("members", "All"), result->n_matching, FALSE);
  for (guint i = 0; i < self->chip_kinds->len; i++)
    {
      const char *kind = g_ptr_array_index (self->chip_kinds, i);
      gboolean active = klaster_query_get_facet (query, KLASTER_FACET_KIND, kind);

      any = any || active;
      show_chip (self, KLASTER_FACET_KIND, kind, klaster_kind_get_plural (kind),
                 klaster_query_result_count (result, KLASTER_FACET_KIND, kind), active);
    }
  if (attention > 0 || attention_chosen)
    /* Translators: a filter button: members that need attention. */
    show_chip (self, KLASTER_FACET_ATTENTION, "yes", C_("members", "Needs attention"), attention, attention_chosen);
  any = any || attention_chosen;

  /* What was chosen in the popover shows too, so that it can be seen and taken back. */
  for (KlasterFacet facet = 0; facet < KLASTER_N_FACETS; facet++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, result->counts[facet]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        {
          g_autofree char *name = NULL;

          if (!klaster_query_get_facet (query, facet, value))
            continue;
          any = TRUE;
          if (has_own_chip (self, facet, value))
            continue;
          name = facet == KLASTER_FACET_KIND ? g_strdup (klaster_kind_get_plural (value))
                                             : klaster_facet_get_value_name (get_snapshot (self), facet, value);
          show_chip (self, facet, value, name, klaster_query_result_count (result, facet, value), TRUE);
        }
    }
  any = any || klaster_query_get_facet (query, KLASTER_FACET_UNPLACED, "yes");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_chip (self, 0, NULL)), !any);
  for (chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); chip != NULL;)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (chip);

      if (g_object_get_data (G_OBJECT (chip), "wanted") == NULL)
        gtk_widget_unparent (chip);
      chip = next;
    }
  self->updating = FALSE;

  if (any)
    gtk_widget_add_css_class (GTK_WIDGET (self->filter_button), "filtered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter_button), "filtered");
}

/* State */

static void
update_unplaced (KlasterMemberList        *self,
                 const KlasterQueryResult *result)
{
  KlasterQuery *query = klaster_query_model_get_query (self->members);
  gboolean active = klaster_query_get_facet (query, KLASTER_FACET_UNPLACED, "yes");
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u member without a place", "%u members without a place", result->n_unplaced),
                          result->n_unplaced);
  gtk_label_set_text (self->unplaced_label, text);
  self->updating = TRUE;
  gtk_toggle_button_set_active (self->unplaced_button, active);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->unplaced_button), result->n_unplaced > 0 || active);
  gtk_widget_set_visible (self->place_button, result->n_unplaced > 0 && active);
}

static void
update_page (KlasterMemberList        *self,
             const KlasterQueryResult *result)
{
  const char *search = klaster_query_get_search (klaster_query_model_get_query (self->members));

  if (result->ids->len > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  if (result->n_total == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }

  if (search != NULL && *search != '\0')
    {
      g_autofree char *markup = g_markup_escape_text (search, -1);
      /* Translators: %s is what was searched for. */
      g_autofree char *text = g_strdup_printf (_("No member has “%s” in a name, place or contact, within the filters "
                                                 "that are on."), markup);

      adw_status_page_set_description (self->nothing_page, text);
    }
  else
    {
      adw_status_page_set_description (self->nothing_page, _("No member passes all the filters that are on."));
    }
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
scroll_to_focus (KlasterMemberList *self)
{
  gint64 focus = klaster_selection_get_focus (self->selection);
  int position;

  if (focus == 0 || focus == self->scrolled_to ||
      klaster_selection_get_table (self->selection) != KLASTER_TABLE_INSTITUTION)
    return;

  position = klaster_record_list_find (klaster_query_model_get_list (self->members), focus);
  if (position < 0)
    return;

  self->scrolled_to = focus;
  klaster_row_list_scroll_to (self->list_view, (guint) position);
}

static void
updated_cb (KlasterMemberList *self)
{
  const KlasterQueryResult *result = klaster_query_model_get_result (self->members);
  KlasterQuery *query = klaster_query_model_get_query (self->members);
  const char *search = klaster_query_get_search (query);

  if (result == NULL)
    return;

  g_clear_pointer (&self->date, g_free);
  g_object_get (self->members, "date", &self->date, NULL);
  if (self->date == NULL)
    self->date = klaster_date_today ();
  update_chips (self, result);
  update_unplaced (self, result);
  update_page (self, result);
  klaster_row_list_refresh (self->list_view);
  if (self->asked)
    {
      /* The best results are on top; what is selected is shown rather than what stood there before. */
      self->asked = FALSE;
      self->scrolled_to = 0;
      klaster_row_list_scroll_to_top (self->list_view);
    }
  if (search == NULL || *search == '\0')
    scroll_to_focus (self);
}

/* What the menu of orders marks. */
static void
show_sort (KlasterMemberList *self)
{
  gboolean descending;
  int column = klaster_query_get_sort (klaster_query_model_get_query (self->members), &descending);
  const char *name = "default";

  if (column == KLASTER_INSTITUTION_NAME_UZ + (int) klaster_language_get_default ())
    name = "name";
  else if (column >= 0)
    name = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) column)->name;
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort")),
                             g_variant_new_string (name));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending")),
                             g_variant_new_boolean (descending));
}

/* Somebody else may have changed the query: the map's tray, the Members page. */
static void
query_changed_cb (KlasterMemberList *self)
{
  const char *search = klaster_query_get_search (klaster_query_model_get_query (self->members));

  self->asked = TRUE;
  show_sort (self);
  if (search == NULL)
    search = "";
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), search) != 0)
    {
      self->updating = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), search);
      self->updating = FALSE;
    }
}

static void
search_cb (KlasterMemberList *self)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating)
    return;

  query = copy_query (self);
  klaster_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  klaster_query_model_set_query (self->members, query);
}

static void
stop_search_cb (KlasterMemberList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* Down leads out of the search onto the first one found. */
static void
take_first (KlasterMemberList *self)
{
  KlasterRecordList *list = klaster_query_model_get_list (self->members);

  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    return;

  klaster_selection_select (self->selection, KLASTER_TABLE_INSTITUTION, klaster_record_list_get_id (list, 0));
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* Enter opens it, too. */
static void
search_activate_cb (KlasterMemberList *self)
{
  take_first (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               KlasterMemberList     *self)
{
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;

  take_first (self);

  return GDK_EVENT_STOP;
}

static void
unplaced_toggled_cb (KlasterMemberList *self)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating)
    return;

  query = copy_query (self);
  klaster_query_set_facet (query, KLASTER_FACET_UNPLACED, "yes", gtk_toggle_button_get_active (self->unplaced_button));
  klaster_query_model_set_query (self->members, query);
}

static void
show_all_cb (KlasterMemberList *self)
{
  g_autoptr (KlasterQuery) query = copy_query (self);

  klaster_query_clear_facets (query);
  klaster_query_set_search (query, "");
  klaster_query_model_set_query (self->members, query);
}

static void
activate_cb (KlasterMemberList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

/* Order */

static void
sort_changed_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       data)
{
  KlasterMemberList *self = data;
  g_autoptr (KlasterQuery) query = copy_query (self);
  gboolean descending;
  int column = klaster_query_get_sort (query, &descending);

  if (g_str_equal (g_action_get_name (G_ACTION (action)), "descending"))
    descending = g_variant_get_boolean (value);
  else if (g_str_equal (g_variant_get_string (value, NULL), "name"))
    column = KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ();
  else
    column = klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, g_variant_get_string (value, NULL));
  klaster_query_set_sort (query, column, descending);
  klaster_query_model_set_query (self->members, query);
}

static void
add_actions (KlasterMemberList *self)
{
  const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "'default'", .change_state = sort_changed_cb },
    { .name = "descending", .state = "false", .change_state = sort_changed_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (self->actions));
}

/* From inside GTK asks when Shift+Tab has come before the first of its children: to say yes would keep it in here. */
static gboolean
klaster_member_list_grab_focus (GtkWidget *widget)
{
  return !klaster_has_focus_within (widget) && gtk_widget_grab_focus (GTK_WIDGET (KLASTER_MEMBER_LIST (widget)->list_view));
}

static void
klaster_member_list_dispose (GObject *object)
{
  KlasterMemberList *self = KLASTER_MEMBER_LIST (object);
  GtkWidget *child;

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->members);
  g_clear_object (&self->selection);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (klaster_member_list_parent_class)->dispose (object);
}

static void
klaster_member_list_finalize (GObject *object)
{
  KlasterMemberList *self = KLASTER_MEMBER_LIST (object);

  g_ptr_array_unref (self->chip_kinds);
  g_free (self->date);

  G_OBJECT_CLASS (klaster_member_list_parent_class)->finalize (object);
}

static void
klaster_member_list_class_init (KlasterMemberListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_member_list_dispose;
  object_class->finalize = klaster_member_list_finalize;
  widget_class->grab_focus = klaster_member_list_grab_focus;

  g_type_ensure (KLASTER_TYPE_FILTER_POPOVER);
  g_type_ensure (KLASTER_TYPE_ROW_LIST);
  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-member-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, filter_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, chips);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, list_view);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, unplaced_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, unplaced_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, place_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberList, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, unplaced_toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "memberlist");
}

static void
klaster_member_list_init (KlasterMemberList *self)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    /* Menus name the one that was added last. */
    { GDK_KEY_KP_Delete, 0, "win.delete" },
    { GDK_KEY_Delete, 0, "win.delete" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "win.duplicate" },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  self->chip_kinds = g_ptr_array_new ();
  self->date = klaster_date_today ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);

  klaster_row_list_set_rows (self->list_view, make_row_cb, show_row_cb, self);
  klaster_row_list_set_menu (self->list_view, self->row_menu);
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list_view));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].keyval, keys[i].modifiers),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), shortcuts);
}

/**
 * klaster_member_list_new:
 * @members: the window's members, with its filter
 * @selection: the window's selection
 *
 * Returns: (transfer floating): the left pane
 */
GtkWidget *
klaster_member_list_new (KlasterQueryModel *members,
                         KlasterSelection  *selection)
{
  KlasterMemberList *self;
  g_autoptr (KlasterSelectionModel) model = NULL;

  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (members), NULL);
  g_return_val_if_fail (KLASTER_IS_SELECTION (selection), NULL);

  self = g_object_new (KLASTER_TYPE_MEMBER_LIST, NULL);
  self->members = g_object_ref (members);
  self->selection = g_object_ref (selection);
  model = klaster_selection_model_new (klaster_query_model_get_list (members), selection);
  klaster_row_list_set_model (self->list_view, model);
  klaster_filter_popover_set_members (KLASTER_FILTER_POPOVER (gtk_menu_button_get_popover (self->filter_button)), members);
  g_signal_connect_swapped (members, "updated", G_CALLBACK (updated_cb), self);
  g_signal_connect_swapped (members, "notify::query", G_CALLBACK (query_changed_cb), self);
  g_signal_connect_swapped (selection, "changed", G_CALLBACK (scroll_to_focus), self);
  updated_cb (self);

  return GTK_WIDGET (self);
}

/**
 * klaster_member_list_focus_search:
 * @self: a list of members
 *
 * Leads to the search, with its text selected so that typing replaces it.
 */
void
klaster_member_list_focus_search (KlasterMemberList *self)
{
  g_return_if_fail (KLASTER_IS_MEMBER_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}
