from typing import Any, ClassVar, NoReturn

import pgtrigger
from django.conf import settings
from django.db import models, transaction


class Category(models.Model):
    """A category and subcategory as HPMS spells them, and whether HPMS stores agent/broker data for it.

    Pairs come in with the downloads; which of them take agent/broker data is in no CMS source and is
    set by an administrator (`takes_agent_broker` unknown until then)."""

    complaint_category = models.CharField(max_length=250)
    complaint_subcategory = models.CharField(max_length=250, blank=True)
    takes_agent_broker = models.BooleanField(null=True)
    active = models.BooleanField(db_default=True, help_text="CMS still uses it (SOP G, note 4).")

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint_category", "complaint_subcategory"],
                name="one_row_per_category_pair",
            )
        ]

    def __str__(self) -> str:
        return " / ".join(filter(None, [self.complaint_category, self.complaint_subcategory]))

    @property
    def last_change(self) -> "CategoryChange | None":
        """The newest, from `changes` as fetched already; None while nobody changed anything."""
        return next(reversed(self.changes.all()), None)


class CategoryChange(models.Model):
    """What an administrator said of a pair from then on. Append-only; the newest is in force."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="changes")
    takes_agent_broker = models.BooleanField(null=True)
    active = models.BooleanField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of category {self.category_id}"

    @classmethod
    @transaction.atomic
    def enter(
        cls, author: Any, category_id: int, takes_agent_broker: bool | None, active: bool
    ) -> "CategoryChange | None":
        """Puts both in force, with who and when. None, and nothing kept, where they are so already."""
        category = Category.objects.select_for_update().get(pk=category_id)
        if (category.takes_agent_broker, category.active) == (takes_agent_broker, active):
            return None
        category.takes_agent_broker, category.active = takes_agent_broker, active
        category.save(update_fields=["takes_agent_broker", "active"])
        return cls.objects.create(
            category=category, takes_agent_broker=takes_agent_broker, active=active, author=author
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A change of the category list stays as it is; enter a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A change of the category list is part of the record and stays.")
