/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-edit.h"
#include "klaster-agreement-timeline.h"
#include "klaster-agreements-page-private.h"
#include "klaster-dual-view.h"
#include "klaster-focus.h"
#include "klaster-goals-view.h"
#include "klaster-query-memory.h"
#include "klaster-register-view.h"
#include "klaster-side-panel.h"
#include "klaster-year-turn-dialog.h"

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterAgreementsPage, klaster_agreements_page, ADW_TYPE_BIN)

/* The views of the page, in the order of its switch. A view takes what the page shares through its properties: "project",
 * "selection", "scope" and, when it shows what the register finds, "model"; those that it does not have are not set. */
static const struct
{
  const char *name;
  const char *title;
  GtkWidget *(*create) (void);
  gboolean registers; /* shows what the model finds: search, filters and groups apply to it */
  const char *tooltip; /* (nullable): what the switch says in full */
} views[] = {
  /* Translators: a view of the page of agreements: a table of them. */
  { "register", NC_("agreements", "Register"), klaster_register_view_new, TRUE },
  /* Translators: a view of the page of agreements: when each is valid. A short word. */
  { "timeline", NC_("agreements", "Timeline"), klaster_agreement_timeline_new, TRUE },
  /* Translators: a view of the page of agreements: places of dual education. */
  { "dual", NC_("agreements", "Dual"), klaster_dual_view_new, FALSE, N_("Dual education") },
  /* Translators: a view of the page of agreements: what the cluster and its members want to reach. */
  { "goals", NC_("agreements", "Goals"), klaster_goals_view_new, FALSE, N_("Goals, interests and indicators") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (views) <= KLASTER_AGREEMENTS_MAX_VIEWS);

static void
set_if_there (GtkWidget  *view,
              const char *property,
              gpointer    object)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (view), property))
    g_object_set (view, property, object, NULL);
}

static void
share (KlasterAgreementsPage *self,
       GtkWidget             *view)
{
  set_if_there (view, "project", self->project);
  set_if_there (view, "selection", self->selection);
  set_if_there (view, "scope", self->scope);
  set_if_there (view, "model", self->model);
  set_if_there (view, "menu", self->row_menu);
}

static void
share_with_all (KlasterAgreementsPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (self->views[i])
      share (self, self->views[i]);
}

static GtkWidget *
ensure_view (KlasterAgreementsPage *self,
             guint                  position)
{
  if (self->views[position] == NULL)
    {
      self->views[position] = views[position].create ();
      share (self, self->views[position]);
      gtk_stack_add_named (GTK_STACK (self->stack), self->views[position], views[position].name);
    }

  return self->views[position];
}

/* The view, or why there is nothing in it. */
static void
update_stack (KlasterAgreementsPage *self)
{
  const KlasterQueryResult *result = self->model ? klaster_query_model_get_result (self->model) : NULL;
  gboolean registers = views[self->current].registers;
  gboolean filtered;

  gtk_widget_set_visible (self->chips, registers);
  gtk_widget_set_visible (self->register_bar, registers);
  gtk_widget_set_visible (self->new_button, registers);
  gtk_widget_set_visible (self->columns_button, self->current == 0);
  if (!registers || result == NULL || result->ids->len > 0)
    {
      gtk_stack_set_visible_child (GTK_STACK (self->stack), ensure_view (self, self->current));
      return;
    }

  filtered = klaster_query_is_filtered (klaster_query_model_get_query (self->model));
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), filtered ? _("No Agreement Matches") : _("No Agreements Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page),
                                   filtered ? _("Change the search or the filters.")
                                            : _("Choose “New” to add the first one: select the members that conclude it "
                                                "before, and they become its parties."));
  gtk_widget_set_visible (self->show_all_button, filtered);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->empty_page);
}

static void
updated_cb (KlasterAgreementsPage *self)
{
  klaster_agreements_page_update_toolbar (self);
  update_stack (self);
}

static void
set_view_state (KlasterAgreementsPage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "view");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (views[self->current].name));
}

static void
view_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  klaster_agreements_page_set_view_name (data, g_variant_get_string (parameter, NULL));
}

static void
group_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  KlasterAgreementsPage *self = data;
  g_autoptr (KlasterQuery) query = NULL;
  KlasterRegisterGrouping grouping;

  if (self->model == NULL || !klaster_register_grouping_find (g_variant_get_string (parameter, NULL), &grouping))
    return;

  query = klaster_query_copy (klaster_query_model_get_query (self->model));
  klaster_query_set_grouping (query, grouping);
  klaster_query_model_set_query (self->model, query);
}

static gboolean
can_edit (KlasterAgreementsPage *self)
{
  return self->project != NULL && !klaster_project_is_read_only (self->project);
}

static void
add (KlasterAgreementsPage *self,
     const char            *kind,
     const KlasterTemplate *template)
{
  g_autoptr (KlasterEdit) edit = NULL;
  const gint64 *ids = NULL;
  guint n_ids = 0;
  gint64 id;

  /* Members that are selected conclude it. */
  if (self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    ids = klaster_selection_get_ids (self->selection, &n_ids);
  edit = klaster_agreement_edit_add (klaster_project_get_snapshot (self->project), kind, template, ids, n_ids,
                                     klaster_language_get_default (), &id);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  if (self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_AGREEMENT, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  KlasterAgreementsPage *self = data;
  const char *kind = g_variant_get_string (parameter, NULL);
  g_autoptr (KlasterTemplate) template = NULL;

  if (!can_edit (self))
    return;
  template = klaster_template_find (klaster_project_get_snapshot (self->project), kind);
  add (self, kind, template);
}

static void
add_from_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  KlasterAgreementsPage *self = data;
  g_autoptr (KlasterTemplate) template = NULL;

  if (!can_edit (self))
    return;
  template = klaster_template_lookup (klaster_project_get_snapshot (self->project), g_variant_get_int64 (parameter));
  if (template)
    add (self, klaster_row_get_text (template->row, KLASTER_TEMPLATE_KIND), template);
}

/* A built-in template is changed as a copy in the project, which stands in for it from then on. */
static void
edit_template_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  KlasterAgreementsPage *self = data;
  g_autoptr (KlasterTemplate) template = NULL;
  gint64 id = g_variant_get_int64 (parameter);

  if (!can_edit (self))
    return;
  template = klaster_template_lookup (klaster_project_get_snapshot (self->project), id);
  if (template == NULL)
    return;
  if (template->builtin)
    {
      g_autoptr (KlasterEdit) edit = klaster_template_edit_copy (template, &id);

      klaster_apply_edit (GTK_WIDGET (self), self->project, edit, _("The project has a copy of the template"));
    }
  if (self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_TEMPLATE, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
turn_year_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  KlasterAgreementsPage *self = data;

  if (can_edit (self))
    gtk_window_present (GTK_WINDOW (klaster_year_turn_dialog_new (GTK_WIDGET (self), self->project)));
}

static void
add_actions (KlasterAgreementsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "view", .activate = view_cb, .parameter_type = "s", .state = "'register'" },
    { .name = "group", .activate = group_cb, .parameter_type = "s", .state = "'none'" },
    { .name = "add", .activate = add_cb, .parameter_type = "s" },
    { .name = "add-from", .activate = add_from_cb, .parameter_type = "x" },
    { .name = "edit-template", .activate = edit_template_cb, .parameter_type = "x" },
    { .name = "turn-year", .activate = turn_year_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  klaster_agreements_page_add_row_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "agreements", G_ACTION_GROUP (self->actions));
}

static void
update_editable (KlasterAgreementsPage *self)
{
  static const char *const names[] = { "add", "add-from", "edit-template", "turn-year" };
  gboolean editable = can_edit (self);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i])), editable);
  gtk_widget_set_sensitive (self->new_button, editable);
  klaster_agreements_page_update_row_actions (self);
}

static void
add_switch (KlasterAgreementsPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      const char *title = g_dpgettext2 (GETTEXT_PACKAGE, "agreements", views[i].title);
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *label = gtk_label_new (title);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_set_tooltip_text (button, views[i].tooltip ? _(views[i].tooltip) : title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "agreements.view");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", views[i].name);
      gtk_box_append (GTK_BOX (self->switch_box), button);
    }
  /* One view is no choice. */
  gtk_widget_set_visible (self->switch_box, G_N_ELEMENTS (views) > 1);
}

/* How the project was looked at last: filters, order, groups, columns and the view. */
static void
restore_view (KlasterAgreementsPage *self)
{
  g_autofree char *name = NULL;

  klaster_column_chooser_set_state (klaster_register_view_get_chooser (KLASTER_REGISTER_VIEW (self->views[0])), self->state);
  if (self->state == NULL)
    return;

  name = g_key_file_get_string (klaster_view_state_get_keys (self->state), "agreements", "view", NULL);
  klaster_agreements_page_set_view_name (self, name);
  klaster_query_memory_restore (self->model, self->state);
}

static void
query_changed_cb (KlasterAgreementsPage *self)
{
  klaster_agreements_page_show_query (self);
  klaster_query_memory_remember (self->model, self->state);
}

/* The academic year chooses what is listed, the day what is in force. */
static void
scope_changed_cb (KlasterAgreementsPage *self)
{
  KlasterScopeFilter *filter;
  g_autoptr (KlasterQuery) query = NULL;
  g_autofree char *date = NULL;
  const char *first, *last;

  if (self->model == NULL || self->scope == NULL)
    return;

  date = klaster_scope_dup_date (self->scope);
  filter = klaster_scope_get_filter (self->scope);
  klaster_scope_filter_get_period (filter, &first, &last);
  query = klaster_query_copy (klaster_query_model_get_query (self->model));
  klaster_query_set_period (query, first, last);
  klaster_query_model_set_query (self->model, query);
  klaster_query_model_set_date (self->model, date);
}

static void
set_project (KlasterAgreementsPage *self,
             KlasterProject        *project)
{
  if (self->project == project)
    return;

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->state);
  g_set_object (&self->project, project);
  if (project)
    {
      self->model = klaster_query_model_new (project, KLASTER_TABLE_AGREEMENT);
      g_signal_connect_object (self->model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
      self->state = klaster_view_state_get (klaster_project_get_uuid (project));
      restore_view (self);
      klaster_agreements_page_show_query (self);
      g_signal_connect_object (self->model, "notify::query", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (update_editable), self, G_CONNECT_SWAPPED);
    }
  share_with_all (self);
  update_editable (self);
  scope_changed_cb (self);
  updated_cb (self);
}

static void
klaster_agreements_page_dispose (GObject *object)
{
  KlasterAgreementsPage *self = KLASTER_AGREEMENTS_PAGE (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->scope);
  if (self->actions)
    gtk_widget_insert_action_group (GTK_WIDGET (self), "agreements", NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->model);
  g_clear_object (&self->state);
  g_clear_object (&self->selection);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_agreements_page_parent_class)->dispose (object);
}

static void
klaster_agreements_page_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  KlasterAgreementsPage *self = KLASTER_AGREEMENTS_PAGE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_agreements_page_set_property (GObject      *object,
                                      guint         property_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  KlasterAgreementsPage *self = KLASTER_AGREEMENTS_PAGE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (klaster_agreements_page_update_row_actions), self,
                                 G_CONNECT_SWAPPED);
      share_with_all (self);
      klaster_agreements_page_update_row_actions (self);
      break;
    case PROP_SCOPE:
      if (self->scope)
        g_signal_handlers_disconnect_by_data (self->scope, self);
      g_set_object (&self->scope, g_value_get_object (value));
      if (self->scope)
        g_signal_connect_object (self->scope, "changed", G_CALLBACK (scope_changed_cb), self, G_CONNECT_SWAPPED);
      share_with_all (self);
      scope_changed_cb (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* Into the view, not to the switch above it, which leads away from it. */
static gboolean
klaster_agreements_page_grab_focus (GtkWidget *widget)
{
  KlasterAgreementsPage *self = KLASTER_AGREEMENTS_PAGE (widget);
  GtkWidget *view = gtk_stack_get_visible_child (GTK_STACK (self->stack));

  return view != NULL && klaster_is_entering ()
         && (gtk_widget_grab_focus (view) || gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
}

static void
klaster_agreements_page_class_init (KlasterAgreementsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_agreements_page_dispose;
  object_class->get_property = klaster_agreements_page_get_property;
  object_class->set_property = klaster_agreements_page_set_property;
  widget_class->grab_focus = klaster_agreements_page_grab_focus;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-agreements-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, switch_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, register_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, filter_popover);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, filter_box);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, group_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, columns_scroller);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, row_menu);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, chips);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, KlasterAgreementsPage, show_all_button);
  klaster_agreements_page_bind_toolbar (widget_class);
  /* Rows copied in a spreadsheet go through the import dialog: a row says more than the register shows. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.import-cells", "s", "agreements");
}

static void
klaster_agreements_page_init (KlasterAgreementsPage *self)
{
  add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_switch (self);
  ensure_view (self, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->columns_scroller),
                                 GTK_WIDGET (klaster_register_view_get_chooser (KLASTER_REGISTER_VIEW (self->views[0]))));
  klaster_agreements_page_set_up_toolbar (self);
  update_editable (self);
  update_stack (self);
}

/**
 * klaster_agreements_page_new:
 *
 * Returns: (transfer floating): a page without project
 */
KlasterAgreementsPage *
klaster_agreements_page_new (void)
{
  return g_object_new (KLASTER_TYPE_AGREEMENTS_PAGE, NULL);
}

KlasterQueryModel *
klaster_agreements_page_get_model (KlasterAgreementsPage *self)
{
  g_return_val_if_fail (KLASTER_IS_AGREEMENTS_PAGE (self), NULL);

  return self->model;
}

const char *
klaster_agreements_page_get_view_name (KlasterAgreementsPage *self)
{
  g_return_val_if_fail (KLASTER_IS_AGREEMENTS_PAGE (self), NULL);

  return views[self->current].name;
}

/**
 * klaster_agreements_page_set_view_name:
 * @name: one of the views; nothing happens when there is none of that name
 */
void
klaster_agreements_page_set_view_name (KlasterAgreementsPage *self,
                                       const char            *name)
{
  g_return_if_fail (KLASTER_IS_AGREEMENTS_PAGE (self));

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (views[i].name, name) == 0)
      {
        self->current = i;
        set_view_state (self);
        update_stack (self);
        if (self->state != NULL)
          {
            g_key_file_set_string (klaster_view_state_get_keys (self->state), "agreements", "view", name);
            klaster_view_state_changed (self->state);
          }
      }
}

GtkWidget *
klaster_agreements_page_get_view (KlasterAgreementsPage *self)
{
  g_return_val_if_fail (KLASTER_IS_AGREEMENTS_PAGE (self), NULL);

  return ensure_view (self, self->current);
}

GtkWidget *
klaster_agreements_page_get_search (KlasterAgreementsPage *self)
{
  GtkWidget *view;

  g_return_val_if_fail (KLASTER_IS_AGREEMENTS_PAGE (self), NULL);

  if (views[self->current].registers)
    return self->search_entry;
  view = klaster_agreements_page_get_view (self);

  return KLASTER_IS_GOALS_VIEW (view) ? klaster_goals_view_get_search (KLASTER_GOALS_VIEW (view)) : NULL;
}
