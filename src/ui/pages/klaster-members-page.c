/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-find-bar.h"
#include "klaster-members-page-private.h"
#include "klaster-focus.h"
#include "klaster-table-plan.h"

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_MEMBERS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterMembersPage, klaster_members_page, ADW_TYPE_BIN)

static KlasterRecordList *
get_list (KlasterMembersPage *self)
{
  return self->members ? klaster_query_model_get_list (self->members) : NULL;
}

static guint
get_n_rows (KlasterMembersPage *self)
{
  return self->members ? g_list_model_get_n_items (G_LIST_MODEL (get_list (self))) : 0;
}

static void
update_count (KlasterMembersPage *self)
{
  guint n_rows = get_n_rows (self);
  guint n_selected = self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION
                       ? klaster_selection_get_n (self->selection) : 0;
  gboolean filtered = self->members && klaster_query_is_filtered (klaster_query_model_get_query (self->members));
  g_autofree char *text = g_strdup_printf (ngettext ("%u member", "%u members", n_rows), n_rows);
  g_autofree char *both = NULL;

  if (n_selected > 1)
    /* Translators: %s is "47 members", %u the number of those that are selected */
    both = g_strdup_printf (ngettext ("%s, %u selected", "%s, %u selected", n_selected), text, n_selected);
  gtk_label_set_label (GTK_LABEL (self->count_label), both ? both : text);

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), filtered ? _("No Member Matches") : _("No Members Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page),
                                   filtered ? _("Change the search or the filters at the left.")
                                            : _("Add an institution, or import a list."));
  gtk_widget_set_visible (self->empty_button, !filtered);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), n_rows > 0 ? self->scroller : self->empty_page);
  klaster_members_page_update_actions (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  KlasterMembersPage *self = user_data;

  self->refresh_id = 0;
  klaster_row_list_refresh (klaster_grid_get_rows (self->grid));
  update_count (self);
  if (self->added_id != 0 && self->members != NULL)
    {
      gint position = klaster_record_list_find (get_list (self), self->added_id);

      if (position >= 0)
        {
          g_autoptr (GArray) columns = klaster_members_page_list_columns (self);

          self->added_id = 0;
          klaster_members_page_set_cursor (self, (guint) position, g_array_index (columns, guint, 0), FALSE);
        }
    }

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (KlasterMembersPage *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, refresh_cb, self, NULL);
}

/* Puts the focus onto the cursor's cell once it is there. */
static void
focus_cursor (KlasterMembersPage *self)
{
  KlasterCell *cell = klaster_members_page_get_cursor_cell (self);

  if (cell == NULL)
    return;
  self->focus_wanted = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (cell));
  klaster_grid_show_column (self->grid, self->cursor_column);
}

static gboolean
focus_tick_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);

  if (!self->focus_wanted)
    return G_SOURCE_REMOVE;
  focus_cursor (self);

  return self->focus_wanted ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
selection_changed_cb (KlasterMembersPage *self)
{
  gint64 focus = klaster_selection_get_focus (self->selection);

  queue_refresh (self);
  if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_INSTITUTION || klaster_selection_get_n (self->selection) != 1
      || focus == self->cursor_id)
    return;

  /* Chosen in the list or on the map: show it here. */
  klaster_members_page_stop_editing (self);
  self->cursor_id = focus;
  self->anchor_id = focus;
  if (klaster_members_page_find_cursor (self) >= 0)
    klaster_row_list_scroll_to (klaster_grid_get_rows (self->grid), (guint) klaster_members_page_find_cursor (self));
}

static gboolean
key_pressed_cb (KlasterMembersPage *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;
  int page = 10;
  gunichar c;
  char typed[7] = { 0 };

  if (self->editing != NULL || self->chooser != NULL || self->members == NULL || (state & GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      klaster_members_page_move_cursor (self, control ? -1000 : -1, 0, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      klaster_members_page_move_cursor (self, control ? 1000 : 1, 0, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      klaster_members_page_move_cursor (self, 0, control ? -G_MAXINT / 2 : -1, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      klaster_members_page_move_cursor (self, 0, control ? G_MAXINT / 2 : 1, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      page = MAX (1, (int) (gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)))
                            / 34) - 1);
      klaster_members_page_move_cursor (self, 0, keyval == GDK_KEY_Page_Up ? -page : page, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      klaster_members_page_move_cursor (self, -1000, control ? -G_MAXINT / 2 : 0, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      klaster_members_page_move_cursor (self, 1000, control ? G_MAXINT / 2 : 0, shift);
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
      if (control)
        return GDK_EVENT_PROPAGATE;
      klaster_members_page_move_cursor (self, 1, 0, FALSE);
      return GDK_EVENT_STOP;
    case GDK_KEY_ISO_Left_Tab:
      if (control)
        return GDK_EVENT_PROPAGATE;
      klaster_members_page_move_cursor (self, -1, 0, FALSE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_F2:
      if (control)
        return GDK_EVENT_PROPAGATE;
      klaster_members_page_edit (self, NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      gtk_widget_activate_action (GTK_WIDGET (self), control ? "members.delete" : "members.clear", NULL);
      return GDK_EVENT_STOP;
    default:
      break;
    }

  c = gdk_keyval_to_unicode (keyval);
  if (control || c == 0 || !g_unichar_isprint (c) || c == ' ')
    return GDK_EVENT_PROPAGATE;
  g_unichar_to_utf8 (c, typed);
  klaster_members_page_edit (self, typed);

  return GDK_EVENT_STOP;
}

static void
set_members (KlasterMembersPage *self,
             KlasterQueryModel  *members)
{
  if (self->members == members)
    return;

  klaster_members_page_stop_editing (self);
  if (self->members)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_set_object (&self->members, members);
  if (members)
    {
      g_signal_connect_object (members, "updated", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (get_list (self), "items-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
    }
}

static void
update_model (KlasterMembersPage *self)
{
  klaster_grid_set_model (self->grid, self->members, self->selection);
  klaster_find_bar_set_page (KLASTER_FIND_BAR (self->find_bar), self);
  update_count (self);
}

static void
klaster_members_page_dispose (GObject *object)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);

  klaster_members_page_stop_editing (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->members)
    {
      g_signal_handlers_disconnect_by_data (get_list (self), self);
      g_signal_handlers_disconnect_by_data (self->members, self);
    }
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->members);
  g_clear_object (&self->selection);
  g_clear_object (&self->state);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_members_page_parent_class)->dispose (object);
}

static void
klaster_members_page_finalize (GObject *object)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);

  g_object_unref (self->form);
  g_free (self->visit);

  G_OBJECT_CLASS (klaster_members_page_parent_class)->finalize (object);
}

static void
klaster_members_page_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MEMBERS:
      g_value_set_object (value, self->members);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_members_page_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_members_page_stop_editing (self);
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_records (self->form, KLASTER_TABLE_INSTITUTION, NULL, 0);
      klaster_form_set_project (self->form, self->project);
      self->cursor_id = 0;
      self->anchor_id = 0;
      self->added_id = 0;
      g_clear_object (&self->state);
      if (self->project)
        {
          self->state = klaster_view_state_get (klaster_project_get_uuid (self->project));
          klaster_members_page_restore_columns (self);
          g_signal_connect_object (self->project, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
        }
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
      update_model (self);
      break;
    case PROP_MEMBERS:
      set_members (self, g_value_get_object (value));
      update_model (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
klaster_members_page_grab_focus (GtkWidget *widget)
{
  return klaster_is_entering () && gtk_widget_grab_focus (GTK_WIDGET (KLASTER_MEMBERS_PAGE (widget)->grid));
}

static void
klaster_members_page_class_init (KlasterMembersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_members_page_dispose;
  object_class->finalize = klaster_members_page_finalize;
  object_class->get_property = klaster_members_page_get_property;
  object_class->set_property = klaster_members_page_set_property;
  widget_class->grab_focus = klaster_members_page_grab_focus;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_MEMBERS] = g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (KLASTER_TYPE_FIND_BAR);
  g_type_ensure (KLASTER_TYPE_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-members-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, columns_scroller);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, rows_menu);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, grid);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, KlasterMembersPage, empty_button);
  klaster_members_page_install_actions (widget_class);
}

static void
klaster_members_page_init (KlasterMembersPage *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  self->form = klaster_form_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  klaster_members_page_add_columns (self);
  klaster_row_list_set_menu (klaster_grid_get_rows (self->grid), self->rows_menu);
  /* Before the rows, whose own keys move by rows. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (klaster_grid_get_rows (self->grid)), key);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  update_count (self);
}

/**
 * klaster_members_page_new:
 *
 * Returns: (transfer floating): a page without project
 */
KlasterMembersPage *
klaster_members_page_new (void)
{
  return g_object_new (KLASTER_TYPE_MEMBERS_PAGE, NULL);
}

/**
 * klaster_members_page_find_cursor:
 *
 * Returns: the row in which the cursor stands, or -1
 */
gint
klaster_members_page_find_cursor (KlasterMembersPage *self)
{
  return self->members && self->cursor_id ? klaster_record_list_find (get_list (self), self->cursor_id) : -1;
}

/**
 * klaster_members_page_get_cursor_cell:
 *
 * Returns: (transfer none) (nullable): the cell under the cursor, if it is in view
 */
KlasterCell *
klaster_members_page_get_cursor_cell (KlasterMembersPage *self)
{
  gint position = klaster_members_page_find_cursor (self);
  GtkWidget *cell = position >= 0 ? klaster_grid_get_cell (self->grid, (guint) position, self->cursor_column) : NULL;

  /* Rows follow a change of the list before the next frame. */
  return cell != NULL && klaster_cell_get_id (KLASTER_CELL (cell)) == self->cursor_id ? KLASTER_CELL (cell) : NULL;
}

/**
 * klaster_members_page_update_cell:
 * @cell: a cell that shows something
 *
 * Shows what its record holds, or text that could not be written there.
 */
void
klaster_members_page_update_cell (KlasterMembersPage *self,
                                  KlasterCell        *cell)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  gint64 id = klaster_cell_get_id (cell);
  guint column = klaster_cell_get_column (cell);
  KlasterColumnType type = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column)->type;
  gboolean numeric = type == KLASTER_COLUMN_INTEGER || type == KLASTER_COLUMN_REAL;
  KlasterRow *row = snapshot && id ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id) : NULL;
  const char *message;
  const char *draft;
  gboolean borrowed = FALSE;

  if (row == NULL || klaster_cell_is_editing (cell))
    return;

  draft = klaster_form_find_draft (self->form, KLASTER_TABLE_INSTITUTION, id, column, &message);
  if (draft)
    {
      klaster_cell_show (cell, draft, numeric, message);
    }
  else
    {
      g_autofree char *text = klaster_table_cell_text (snapshot, row, column, klaster_language_get_default ());
      const KlasterDistrict *official = column == KLASTER_INSTITUTION_DISTRICT ? klaster_districts_find (text) : NULL;
      const char *name = official != NULL ? official->names[klaster_language_get_default ()] : NULL;

      /* A row without a name in the reader's language is told by another, pale: it is not what stands in the cell. */
      borrowed = *text == '\0' && column == KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ();
      if (borrowed)
        name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, klaster_language_get_default ());
      borrowed = borrowed && *name != '\0';
      /* The file keeps the official name of a district, which is what one edits and copies. */
      klaster_cell_show (cell, name != NULL ? name : text, numeric, NULL);
    }
  klaster_cell_set_style (cell, FALSE, borrowed ? "dim-label" : NULL);
  klaster_cell_set_note (cell, borrowed ? _("There is no name in this language") : NULL, NULL);
}

/* All rows between the anchor and @position, as one click with Shift would. */
static void
select_range (KlasterMembersPage *self,
              guint               position)
{
  guint n_ids;
  const gint64 *ids = klaster_record_list_get_ids (get_list (self), &n_ids);
  gint anchor = klaster_record_list_find (get_list (self), self->anchor_id);
  guint first, last;

  if (anchor < 0)
    anchor = (gint) position;
  first = MIN ((guint) anchor, position);
  last = MAX ((guint) anchor, position);
  klaster_selection_set (self->selection, KLASTER_TABLE_INSTITUTION, ids + first, last - first + 1, ids[position]);
}

/**
 * klaster_members_page_set_cursor:
 * @position: a row
 * @column: a column of the table of institutions
 * @extend: whether the rows between are selected too
 *
 * Moves the cursor, selects its row and brings it into view.
 */
void
klaster_members_page_set_cursor (KlasterMembersPage *self,
                                 guint               position,
                                 guint               column,
                                 gboolean            extend)
{
  gint64 id = klaster_record_list_get_id (get_list (self), position);
  gboolean other_row = id != self->cursor_id;

  self->cursor_id = id;
  self->cursor_column = column;
  if (extend)
    {
      select_range (self, position);
    }
  else if (other_row || !klaster_selection_contains (self->selection, KLASTER_TABLE_INSTITUTION, id))
    {
      self->anchor_id = id;
      klaster_selection_select (self->selection, KLASTER_TABLE_INSTITUTION, id);
    }
  if (other_row)
    klaster_row_list_scroll_to (klaster_grid_get_rows (self->grid), position);
  self->focus_wanted = TRUE;
  focus_cursor (self);
  if (self->focus_wanted)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
}

/**
 * klaster_members_page_move_cursor:
 * @dx: columns to the right
 * @dy: rows down
 * @extend: whether the rows between are selected too
 *
 * Moves as far as the table goes.
 */
void
klaster_members_page_move_cursor (KlasterMembersPage *self,
                                  int                 dx,
                                  int                 dy,
                                  gboolean            extend)
{
  g_autoptr (GArray) columns = klaster_members_page_list_columns (self);
  gint position = klaster_members_page_find_cursor (self);
  gint64 row;
  int at = 0;

  if (get_n_rows (self) == 0 || self->selection == NULL)
    return;

  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, guint, i) == self->cursor_column)
      at = (int) i;
  at = CLAMP (at + dx, 0, (int) columns->len - 1);
  row = position < 0 ? 0 : CLAMP ((gint64) position + dy, 0, (gint64) get_n_rows (self) - 1);
  klaster_members_page_set_cursor (self, (guint) row, g_array_index (columns, guint, at), extend && dy != 0);
}
