/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-members-page-private.h"
#include "klaster-record-picker.h"
#include "klaster-table-plan.h"
#include "klaster-text.h"

#define PAUSE_MS 1000

static const KlasterColumnInfo *
get_info (guint column)
{
  return klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column);
}

/* Writes what stands in the cell that is edited; FALSE when it cannot be written. */
static gboolean
commit (KlasterMembersPage *self)
{
  guint column = klaster_cell_get_column (self->editing);
  const char *text = klaster_cell_get_text (self->editing);
  KlasterValue value;
  g_autofree char *owned = NULL;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (!klaster_value_parse (KLASTER_TABLE_INSTITUTION, column, text, &value, &owned, NULL))
    return FALSE;
  klaster_form_set_value (self->form, column, value, self->visit, text);

  return TRUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  KlasterMembersPage *self = user_data;

  self->timeout = 0;
  commit (self);

  return G_SOURCE_REMOVE;
}

static void
typed_cb (KlasterMembersPage *self)
{
  guint column = klaster_cell_get_column (self->editing);
  const char *text = klaster_cell_get_text (self->editing);
  g_autoptr (GError) error = NULL;
  KlasterValue value;
  g_autofree char *owned = NULL;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (klaster_value_parse (KLASTER_TABLE_INSTITUTION, column, text, &value, &owned, &error))
    {
      klaster_form_set_draft (self->form, column, NULL, NULL);
      klaster_cell_set_message (self->editing, NULL);
      self->timeout = g_timeout_add (PAUSE_MS, timeout_cb, self);
    }
  else
    {
      klaster_form_set_draft (self->form, column, text, error->message);
      klaster_cell_set_message (self->editing, error->message);
    }
}

static void
stop (KlasterMembersPage *self)
{
  KlasterCell *cell = self->editing;

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->editing = NULL;
  klaster_cell_end (cell);
  klaster_members_page_update_cell (self, cell);
}

static void
done_cb (KlasterMembersPage *self,
         int                 dx,
         int                 dy)
{
  gboolean written;

  if (self->editing == NULL)
    return;

  written = commit (self);
  /* Enter on what cannot be written stays there; going elsewhere leaves it behind, marked. */
  if (!written && dy != 0)
    return;
  stop (self);
  if (dx != 0 || dy != 0)
    klaster_members_page_move_cursor (self, dx, dy, FALSE);
}

static void
cancelled_cb (KlasterMembersPage *self)
{
  if (self->editing == NULL)
    return;

  klaster_form_set_draft (self->form, klaster_cell_get_column (self->editing), NULL, NULL);
  stop (self);
}

static void
close_chooser (KlasterMembersPage *self)
{
  if (self->chooser)
    gtk_popover_popdown (GTK_POPOVER (self->chooser));
}

static gboolean
unparent_cb (gpointer user_data)
{
  gtk_widget_unparent (GTK_WIDGET (user_data));

  return G_SOURCE_REMOVE;
}

static void
chooser_closed_cb (KlasterMembersPage *self)
{
  GtkWidget *chooser = g_steal_pointer (&self->chooser);
  KlasterCell *cell = klaster_members_page_get_cursor_cell (self);

  /* Not while it is still closing. */
  if (chooser)
    g_idle_add_full (G_PRIORITY_DEFAULT, unparent_cb, g_object_ref (chooser), g_object_unref);
  if (cell)
    gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static void
open_chooser (KlasterMembersPage *self,
              KlasterCell        *cell,
              GtkWidget          *content)
{
  self->chooser = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->chooser), content);
  gtk_widget_set_parent (self->chooser, GTK_WIDGET (cell));
  g_signal_connect_object (self->chooser, "closed", G_CALLBACK (chooser_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->chooser));
}

static void
picked_cb (KlasterMembersPage *self,
           gint64              id)
{
  klaster_form_set_value (self->form, self->cursor_column, id ? KLASTER_INTEGER (id) : KLASTER_NULL, NULL, NULL);
  close_chooser (self);
}

static void
choice_cb (KlasterMembersPage *self,
           GtkListBoxRow      *row)
{
  const char *token = g_object_get_data (G_OBJECT (row), "token");
  KlasterValue value = KLASTER_NULL;

  if (*token != '\0')
    value = get_info (self->cursor_column)->type == KLASTER_COLUMN_BOOLEAN ? KLASTER_INTEGER (*token == '1')
                                                                           : KLASTER_TEXT (token);
  klaster_form_set_value (self->form, self->cursor_column, value, NULL, NULL);
  close_chooser (self);
}

static void
add_choice (GtkWidget  *list,
            const char *token,
            const char *name,
            const char *current)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "token", g_strdup (token), g_free);
  g_object_set_data_full (G_OBJECT (row), "name", klaster_text_fold (name), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (g_strcmp0 (token, current) == 0)
    gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (row));
}

static gboolean
choice_key_cb (GtkWidget       *list,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  gunichar c = gdk_keyval_to_unicode (keyval);
  char text[7] = { 0 };
  g_autofree char *folded = NULL;
  GtkListBoxRow *row;

  if (c == 0 || !g_unichar_isalnum (c) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return GDK_EVENT_PROPAGATE;

  g_unichar_to_utf8 (c, text);
  folded = klaster_text_fold (text);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)); i++)
    if (g_str_has_prefix (g_object_get_data (G_OBJECT (row), "name"), folded))
      {
        gtk_list_box_select_row (GTK_LIST_BOX (list), row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        break;
      }

  return GDK_EVENT_STOP;
}

static void
choose_token (KlasterMembersPage *self,
              KlasterCell        *cell,
              const char         *typed)
{
  const KlasterColumnInfo *info = get_info (self->cursor_column);
  KlasterLanguage language = klaster_language_get_default ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkListBoxRow *selected;
  KlasterValue value;
  const char *current = "";

  klaster_form_get_shared (self->form, self->cursor_column, &value);
  if (value.type == KLASTER_VALUE_TEXT)
    current = value.text;
  else if (value.type == KLASTER_VALUE_INTEGER)
    current = value.integer ? "1" : "0";

  if ((info->flags & KLASTER_COLUMN_REQUIRED) == 0)
    add_choice (list, "", C_("values", "Not known"), current);
  if (info->type == KLASTER_COLUMN_BOOLEAN)
    {
      add_choice (list, "1", C_("truth", "Yes"), current);
      add_choice (list, "0", C_("truth", "No"), current);
    }
  else
    {
      for (guint i = 0; info->tokens[i]; i++)
        add_choice (list, info->tokens[i],
                    klaster_vocabulary_get_name (klaster_form_get_snapshot (self->form), info->tokens_name, info->tokens[i],
                                                 language),
                    current);
    }
  g_signal_connect_object (list, "row-activated", G_CALLBACK (choice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (choice_key_cb), list, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (list, key);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  open_chooser (self, cell, scroller);

  selected = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
  gtk_widget_grab_focus (selected ? GTK_WIDGET (selected) : list);
  if (typed)
    choice_key_cb (list, gdk_unicode_to_keyval (g_utf8_get_char (typed)), 0, 0);
}

static void
choose_reference (KlasterMembersPage *self,
                  KlasterCell        *cell,
                  const char         *typed)
{
  GtkWidget *picker = klaster_record_picker_new (self->project, KLASTER_TABLE_INSTITUTION, _("None"));
  GtkWidget *search = klaster_record_picker_get_search (KLASTER_RECORD_PICKER (picker));
  KlasterValue value;

  klaster_form_get_shared (self->form, self->cursor_column, &value);
  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  open_chooser (self, cell, picker);
  klaster_record_picker_start (KLASTER_RECORD_PICKER (picker), value.type == KLASTER_VALUE_INTEGER ? value.integer : 0, 0, NULL, 0);
  if (typed)
    {
      gtk_editable_set_text (GTK_EDITABLE (search), typed);
      gtk_editable_set_position (GTK_EDITABLE (search), -1);
    }
}

/**
 * klaster_members_page_edit:
 * @typed: (nullable): what was typed onto the cell and replaces what it holds; %NULL: edit what it holds
 *
 * Begins to edit the cell under the cursor.
 */
void
klaster_members_page_edit (KlasterMembersPage *self,
                           const char         *typed)
{
  KlasterCell *cell = klaster_members_page_get_cursor_cell (self);
  const KlasterColumnInfo *info;
  const char *draft;

  if (cell == NULL || self->editing != NULL || klaster_project_is_read_only (self->project))
    return;
  info = get_info (self->cursor_column);
  if (info->flags & KLASTER_COLUMN_DERIVED)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  klaster_form_set_records (self->form, KLASTER_TABLE_INSTITUTION, &self->cursor_id, 1);
  g_free (self->visit);
  self->visit = g_uuid_string_random ();
  if (info->type == KLASTER_COLUMN_TOKEN || info->type == KLASTER_COLUMN_BOOLEAN)
    {
      choose_token (self, cell, typed);
      return;
    }
  if (info->type == KLASTER_COLUMN_REFERENCE)
    {
      choose_reference (self, cell, typed);
      return;
    }

  draft = klaster_form_get_draft (self->form, self->cursor_column, NULL);
  if (typed != NULL || draft != NULL)
    {
      self->editing = cell;
      klaster_cell_begin (cell, typed ? typed : draft, FALSE);
      typed_cb (self);
    }
  else
    {
      KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION,
                                                 self->cursor_id);
      g_autofree char *text = klaster_table_cell_text (klaster_project_get_snapshot (self->project), row, self->cursor_column,
                                                       klaster_language_get_default ());

      self->editing = cell;
      klaster_cell_begin (cell, text, TRUE);
    }
}

/**
 * klaster_members_page_connect_cell:
 * @cell: a new cell
 */
void
klaster_members_page_connect_cell (KlasterMembersPage *self,
                                   KlasterCell        *cell)
{
  g_signal_connect_object (cell, "typed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "cancelled", G_CALLBACK (cancelled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_members_page_stop_editing:
 *
 * Writes what is pending and ends editing.
 */
void
klaster_members_page_stop_editing (KlasterMembersPage *self)
{
  if (self->editing)
    done_cb (self, 0, 0);
}

/**
 * klaster_members_page_flush:
 *
 * Writes what is pending in a cell: before undo, redo, Ctrl+S and closing. Editing goes on.
 */
void
klaster_members_page_flush (KlasterMembersPage *self)
{
  g_return_if_fail (KLASTER_IS_MEMBERS_PAGE (self));

  if (self->editing && self->timeout)
    commit (self);
}
