/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the window that hold the focus: list, page and side panel.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-focus.h"
#include "klaster-row-list.h"
#include "klaster-window-private.h"

static GtkWidget *
get_part (KlasterWindow *self,
          int            part)
{
  GtkWidget *parts[KLASTER_WINDOW_N_PARTS] = { GTK_WIDGET (self->list), GTK_WIDGET (self->page_stack),
                                               GTK_WIDGET (self->panel_bin) };

  return parts[part];
}

/* -1: somewhere else, or nowhere */
static int
find_part (KlasterWindow *self,
           GtkWidget     *focus)
{
  for (int i = 0; focus != NULL && i < KLASTER_WINDOW_N_PARTS; i++)
    {
      GtkWidget *part = get_part (self, i);

      if (part != NULL && gtk_widget_is_ancestor (focus, part))
        return i;
    }

  return -1;
}

/* What remembers where the focus was: a part, or each page by itself. */
static GtkWidget *
get_place (KlasterWindow *self,
           int            part)
{
  GtkWidget *page = part == KLASTER_WINDOW_PART_PAGE ? adw_view_stack_get_visible_child (self->page_stack) : NULL;

  /* Pages that are made when they are wanted lie in a bin. */
  if (page != NULL && G_OBJECT_TYPE (page) == ADW_TYPE_BIN && adw_bin_get_child (ADW_BIN (page)) != NULL)
    page = adw_bin_get_child (ADW_BIN (page));
  if (part == KLASTER_WINDOW_PART_PANEL && self->panel != NULL)
    return GTK_WIDGET (self->panel);

  return page != NULL ? page : get_part (self, part);
}

static void
free_memory (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
remember (GtkWidget *place,
          GtkWidget *focus)
{
  GWeakRef *memory = g_object_get_data (G_OBJECT (place), "klaster-focus");

  if (memory == NULL)
    {
      memory = g_new0 (GWeakRef, 1);
      g_weak_ref_init (memory, NULL);
      g_object_set_data_full (G_OBJECT (place), "klaster-focus", memory, free_memory);
    }
  g_weak_ref_set (memory, focus);
}

/* Back to where one was in the place. A list knows better than its widgets, which stand for other records by now. */
static gboolean
go_back (GtkWidget *place)
{
  GWeakRef *memory = g_object_get_data (G_OBJECT (place), "klaster-focus");
  g_autoptr (GtkWidget) last = memory != NULL ? g_weak_ref_get (memory) : NULL;
  GtkWidget *list;

  if (last == NULL || !gtk_widget_get_mapped (last) || !gtk_widget_is_ancestor (last, place))
    return FALSE;
  list = gtk_widget_get_ancestor (last, KLASTER_TYPE_ROW_LIST);

  return (list != NULL && gtk_widget_grab_focus (list)) || gtk_widget_grab_focus (last);
}

static gboolean
enter (KlasterWindow *self,
       int            part)
{
  GtkWidget *place = get_place (self, part);

  if (!gtk_widget_get_mapped (place))
    return FALSE;

  return go_back (place) || klaster_enter (place) || gtk_widget_child_focus (place, GTK_DIR_TAB_FORWARD);
}

/* F6 and Shift+F6: from the list to the page to the panel and round, back to where one was in each. */
static void
next_part_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  int step = g_variant_get_int32 (parameter);
  int at = find_part (self, gtk_window_get_focus (GTK_WINDOW (self)));

  if (at < 0 && step < 0)
    at = 0;
  for (int i = 1; i <= KLASTER_WINDOW_N_PARTS; i++)
    if (enter (self, ((at + i * step) % KLASTER_WINDOW_N_PARTS + KLASTER_WINDOW_N_PARTS) % KLASTER_WINDOW_N_PARTS))
      break;
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

/* To the page that is shown, back to where one was in it. */
static void
enter_page_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  enter (KLASTER_WINDOW (widget), KLASTER_WINDOW_PART_PAGE);
}

/* Alt+1 … Alt+7: the pages in their order. Who is in the list or in the side panel stays there. */
static void
page_number_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->page_stack);
  guint position = g_variant_get_int32 (parameter) - 1;
  int at = find_part (self, gtk_window_get_focus (GTK_WINDOW (self)));

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (pages)))
    return;
  gtk_selection_model_select_item (pages, position, TRUE);
  if (at < 0 || at == KLASTER_WINDOW_PART_PAGE)
    enter (self, KLASTER_WINDOW_PART_PAGE);
}

/* Nowhere, or at the other end of the window although nobody went there: what had it is gone. */
static gboolean
is_lost (KlasterWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return self->focus_part >= 0 && find_part (self, focus) < 0
         && (focus == NULL || self->last_focus == NULL || !gtk_widget_get_mapped (self->last_focus));
}

static gboolean
restore_focus_cb (gpointer user_data)
{
  KlasterWindow *self = user_data;

  self->focus_source = 0;
  if (!is_lost (self) || !gtk_window_is_active (GTK_WINDOW (self)))
    return G_SOURCE_REMOVE;
  /* A panel that was closed leads back to the page. */
  if (!enter (self, self->focus_part))
    enter (self, KLASTER_WINDOW_PART_PAGE);

  return G_SOURCE_REMOVE;
}

/* GTK drops the focus, or gives it to the first button of the window, when the widget that has it goes away: with a record
 * that undo took back, with a panel or a page. */
static void
focus_changed_cb (KlasterWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!is_lost (self))
    {
      self->focus_part = find_part (self, focus);
      g_set_weak_pointer (&self->last_focus, focus);
      if (self->focus_part >= 0)
        remember (get_place (self, self->focus_part), focus);
    }
  else if (self->focus_source == 0 && self->project != NULL && !self->closing)
    self->focus_source = g_idle_add (restore_focus_cb, self);
}

void
klaster_window_watch_focus (KlasterWindow *self)
{
  self->focus_part = -1;
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

void
klaster_window_forget_focus (KlasterWindow *self)
{
  self->focus_part = -1;
  g_clear_weak_pointer (&self->last_focus);
  g_clear_handle_id (&self->focus_source, g_source_remove);
}

void
klaster_window_start_focus (KlasterWindow *self)
{
  if (!klaster_enter (get_place (self, KLASTER_WINDOW_PART_PAGE)))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

void
klaster_window_install_focus_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.next-part", "i", next_part_action);
  gtk_widget_class_install_action (widget_class, "win.enter-page", NULL, enter_page_action);
  gtk_widget_class_install_action (widget_class, "win.page-number", "i", page_number_action);
}
