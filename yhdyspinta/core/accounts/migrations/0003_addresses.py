"""Every account has its address also where the library looks for it, verified by whoever made the account."""

from django.db import migrations


def fill(apps, editor):
    user, address = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    address.objects.bulk_create(
        [address(user_id=pk, email=email, verified=True, primary=True) for pk, email in user.objects.values_list("pk", "email")]
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_accessrequest_invitation_and_more"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
