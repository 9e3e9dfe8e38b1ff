/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-spoken.h"
#include "klaster-text-row.h"

typedef struct
{
  GtkWidget *entry;
  GtkWidget *calendar_button; /* (nullable) */
  GtkWidget *calendar;        /* (nullable): inside its popover */
  GtkWidget *suggest_button;  /* (nullable) */
  GtkStringList *suggestions;
  int shown_month;
} KlasterTextRowPrivate;

enum
{
  PROP_SUGGESTIONS = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_TYPE_WITH_PRIVATE (KlasterTextRow, klaster_text_row, KLASTER_TYPE_TEXT_FIELD)

static void
day_selected_cb (KlasterTextRow *self)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (priv->calendar));
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  klaster_text_field_enter (KLASTER_TEXT_FIELD (self), text);
  /* Going to another month selects a day there: one is still on the way. */
  if (g_date_time_get_month (day) == priv->shown_month)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (priv->calendar_button));
  priv->shown_month = g_date_time_get_month (day);
}

static void
show_day (KlasterTextRow *self,
          GDateTime      *day)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);

  g_signal_handlers_block_by_func (priv->calendar, day_selected_cb, self);
  gtk_calendar_select_day (GTK_CALENDAR (priv->calendar), day);
  g_signal_handlers_unblock_by_func (priv->calendar, day_selected_cb, self);
  priv->shown_month = g_date_time_get_month (day);
}

/* GTK has a day of its own for the keys, which begins anywhere and cannot be set: here the keys lead the day that is shown, and
 * nothing is chosen before it is taken. */
static gboolean
calendar_key_cb (GtkEventControllerKey *controller,
                 guint                  keyval,
                 guint                  keycode,
                 GdkModifierType        state,
                 KlasterTextRow        *self)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  int forward = gtk_widget_get_direction (priv->calendar) == GTK_TEXT_DIR_RTL ? -1 : 1;
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (priv->calendar));
  g_autoptr (GDateTime) next = NULL;

  /* Its buttons, and with Ctrl months and years, are GTK's. */
  if (!gtk_widget_is_focus (priv->calendar) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      next = g_date_time_add_days (day, -forward);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      next = g_date_time_add_days (day, forward);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      next = g_date_time_add_weeks (day, -1);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      next = g_date_time_add_weeks (day, 1);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      next = g_date_time_add_months (day, -1);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      next = g_date_time_add_months (day, 1);
      break;
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
    case GDK_KEY_Return:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_KP_Enter:
      day_selected_cb (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (next != NULL)
    show_day (self, next);

  return GDK_EVENT_STOP;
}

static void
create_calendar_cb (GtkMenuButton *button,
                    gpointer       user_data)
{
  KlasterTextRow *self = user_data;
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  KlasterValue value;
  g_autoptr (GDateTime) day = NULL;

  if (priv->calendar == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();
      GtkEventController *keys = gtk_event_controller_key_new ();

      priv->calendar = gtk_calendar_new ();
      gtk_widget_add_css_class (priv->calendar, "day-choice");
      gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
      g_signal_connect_object (keys, "key-pressed", G_CALLBACK (calendar_key_cb), self, 0);
      gtk_widget_add_controller (priv->calendar, keys);
      /* Opened again it would begin with the button that had the focus last. */
      g_signal_connect_object (popover, "map", G_CALLBACK (gtk_widget_grab_focus), priv->calendar,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      gtk_popover_set_child (GTK_POPOVER (popover), priv->calendar);
      gtk_menu_button_set_popover (button, popover);
      g_signal_connect_object (priv->calendar, "day-selected", G_CALLBACK (day_selected_cb), self, G_CONNECT_SWAPPED);
    }

  klaster_text_field_commit (KLASTER_TEXT_FIELD (self), TRUE);
  klaster_form_get_shared (klaster_field_row_get_form (KLASTER_FIELD_ROW (self)),
                           klaster_field_row_get_column (KLASTER_FIELD_ROW (self)), &value);
  if (value.type == KLASTER_VALUE_TEXT && klaster_date_is_valid (value.text))
    {
      int year, month, date;

      sscanf (value.text, "%d-%d-%d", &year, &month, &date);
      day = g_date_time_new_local (year, month, date, 12, 0, 0);
    }
  else
    {
      day = g_date_time_new_now_local ();
    }
  show_day (self, day);
}

static void
suggestion_cb (KlasterTextRow *self,
               guint           position)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (priv->suggest_button));
  klaster_text_field_enter (KLASTER_TEXT_FIELD (self), gtk_string_list_get_string (priv->suggestions, position));
  gtk_widget_grab_focus (priv->entry);
}

static void
setup_suggestion_cb (GtkSignalListItemFactory *factory,
                     GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_suggestion_cb (GtkSignalListItemFactory *factory,
                    GtkListItem              *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (string));
}

static void
create_suggestions_cb (GtkMenuButton *button,
                       gpointer       user_data)
{
  KlasterTextRow *self = user_data;
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  GtkListItemFactory *factory;
  GtkWidget *popover, *scroller, *list;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_suggestion_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_suggestion_cb), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (priv->suggestions)))),
                            factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  g_signal_connect_object (list, "activate", G_CALLBACK (suggestion_cb), self, G_CONNECT_SWAPPED);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  popover = gtk_popover_new ();
  gtk_widget_add_css_class (popover, "menu");
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
add_menu_button (KlasterTextRow              *self,
                 const char                  *icon,
                 const char                  *tooltip,
                 GtkMenuButtonCreatePopupFunc create)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create, self, NULL);
  klaster_set_tooltip (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  klaster_field_row_add_suffix (KLASTER_FIELD_ROW (self), button);

  return button;
}

static void
changed_cb (KlasterTextRow *self)
{
  klaster_text_field_changed (KLASTER_TEXT_FIELD (self));
}

static void
activate_cb (KlasterTextRow *self)
{
  klaster_text_field_commit (KLASTER_TEXT_FIELD (self), TRUE);
}

/* What Tab selected would stay grey for ever. */
static void
focus_left_cb (KlasterTextRow *self)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);

  gtk_editable_select_region (GTK_EDITABLE (priv->entry), 0, 0);
}

static gboolean
key_pressed_cb (KlasterTextRow  *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if (keyval == GDK_KEY_Escape)
    return klaster_text_field_revert (KLASTER_TEXT_FIELD (self));

  return GDK_EVENT_PROPAGATE;
}

static char *
klaster_text_row_get_text (KlasterTextField *field)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (KLASTER_TEXT_ROW (field));

  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (priv->entry)));
}

static void
klaster_text_row_set_text (KlasterTextField *field,
                           const char       *text)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (KLASTER_TEXT_ROW (field));
  int cursor = gtk_editable_get_position (GTK_EDITABLE (priv->entry));
  int start, end;
  int length = (int) g_utf8_strlen (text, -1);
  gboolean selected = gtk_editable_get_selection_bounds (GTK_EDITABLE (priv->entry), &start, &end);

  gtk_editable_set_text (GTK_EDITABLE (priv->entry), text);
  if (selected)
    gtk_editable_select_region (GTK_EDITABLE (priv->entry), MIN (cursor == start ? end : start, length),
                                MIN (cursor, length));
  else
    gtk_editable_set_position (GTK_EDITABLE (priv->entry), MIN (cursor, length));
}

static void
klaster_text_row_present (KlasterTextField *field,
                          gboolean          empty,
                          gboolean          differs,
                          gboolean          editable)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (KLASTER_TEXT_ROW (field));

  gtk_text_set_placeholder_text (GTK_TEXT (priv->entry),
                                 /* Translators: stands in a field when the selected records hold different values */
                                 differs ? C_("values", "differs")
                                         : empty ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (field)) : NULL);
  gtk_editable_set_editable (GTK_EDITABLE (priv->entry), editable);
  if (priv->calendar_button)
    gtk_widget_set_sensitive (priv->calendar_button, editable);
  if (priv->suggest_button)
    gtk_widget_set_sensitive (priv->suggest_button, editable);
}

static void
klaster_text_row_refresh (KlasterFieldRow *row)
{
  KlasterTextRow *self = KLASTER_TEXT_ROW (row);
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  const KlasterColumnInfo *info = klaster_field_row_get_info (row);

  if (info->type == KLASTER_COLUMN_DATE && priv->calendar_button == NULL)
    priv->calendar_button = add_menu_button (self, "x-office-calendar-symbolic", _("Choose a day"), create_calendar_cb);

  KLASTER_FIELD_ROW_CLASS (klaster_text_row_parent_class)->refresh (row);
}

static void
klaster_text_row_dispose (GObject *object)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (KLASTER_TEXT_ROW (object));

  g_clear_object (&priv->suggestions);

  G_OBJECT_CLASS (klaster_text_row_parent_class)->dispose (object);
}

static void
klaster_text_row_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SUGGESTIONS:
      klaster_text_row_set_suggestions (KLASTER_TEXT_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_text_row_class_init (KlasterTextRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);
  KlasterTextFieldClass *field_class = KLASTER_TEXT_FIELD_CLASS (klass);

  object_class->dispose = klaster_text_row_dispose;
  object_class->set_property = klaster_text_row_set_property;
  row_class->refresh = klaster_text_row_refresh;
  field_class->get_text = klaster_text_row_get_text;
  field_class->set_text = klaster_text_row_set_text;
  field_class->present = klaster_text_row_present;

  properties[PROP_SUGGESTIONS] = g_param_spec_object ("suggestions", NULL, NULL, GTK_TYPE_STRING_LIST,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_text_row_init (KlasterTextRow *self)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  /* By itself it counts as a part of an entry, which a screen reader passes over. */
  priv->entry = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_editable_set_enable_undo (GTK_EDITABLE (priv->entry), FALSE);
  gtk_widget_set_hexpand (priv->entry, TRUE);
  klaster_field_row_set_content (KLASTER_FIELD_ROW (self), priv->entry, priv->entry);
  klaster_text_field_add_focus (KLASTER_TEXT_FIELD (self), priv->entry);
  g_signal_connect_object (priv->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (priv->entry, focus);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (priv->entry, key);
}

/**
 * klaster_text_row_get_entry:
 *
 * Returns: (transfer none): the GtkText in which one types
 */
GtkWidget *
klaster_text_row_get_entry (KlasterTextRow *self)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_TEXT_ROW (self), NULL);

  return priv->entry;
}

/**
 * klaster_text_row_set_suggestions:
 * @suggestions: (nullable): usual values that a button offers; any other text may be typed as well
 */
void
klaster_text_row_set_suggestions (KlasterTextRow *self,
                                  GtkStringList  *suggestions)
{
  KlasterTextRowPrivate *priv = klaster_text_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_TEXT_ROW (self));

  g_set_object (&priv->suggestions, suggestions);
  if (suggestions != NULL && priv->suggest_button == NULL)
    priv->suggest_button = add_menu_button (self, "pan-down-symbolic", _("Choose from a list"), create_suggestions_cb);
}
